import type { Opened } from '../../semantics/values/credential-check';
import { type ConstantValue, sequence, type Value } from '../../semantics/values/values';

/** What code may ask of the request beside what the caller sent. */
export interface RequestFields {
  readonly method: string;
  readonly path: string;
  /** The path as far as it is the same for all requests; `<` stands for its parameters and all between them. */
  readonly fixedPath: string;
  readonly endpoint: string;
  readonly blueprint: string | null;
  readonly view: Value;
}

/**
 * What code may ask: fields of the request, whether anybody can have a session value of that name, and whether an
 * attribute of `flask.g` that is not set is one that the project itself sets.
 */
export type Question = keyof RequestFields | `session ${string}` | `global ${string}`;

const sessionPrefix = 'session ';
const globalPrefix = 'global ';

/**
 * The request that is judged. It notes which fields were asked for: code that asked for the same and got the same would
 * do the same for another route.
 */
export class RequestContext implements RequestFields {
  /** What was asked. */
  asked = new Set<Question>();
  /** Attributes of `flask.g` that the route's own code sets somewhere. */
  ownGlobals: ReadonlySet<string> = new Set();

  /** Session values that some route puts in for anybody. */
  constructor(
    private readonly fields: RequestFields,
    private readonly openSessions: ReadonlyMap<string, Opened>,
  ) {}

  get method(): string {
    return this.ask('method');
  }

  get path(): string {
    return this.ask('path');
  }

  get fixedPath(): string {
    return this.ask('fixedPath');
  }

  get endpoint(): string {
    return this.ask('endpoint');
  }

  get blueprint(): string | null {
    return this.ask('blueprint');
  }

  get view(): Value {
    return this.ask('view');
  }

  /** How anybody gets a session value. */
  openingOf(session: string): Opened | undefined {
    this.asked.add(`session ${session}`);
    return this.openSessions.get(session);
  }

  /** Whether an attribute of `flask.g` that is not set would have been set by the project, and not by a library. */
  isOwnGlobal(name: string): boolean {
    this.asked.add(`global ${name}`);
    return this.ownGlobals.has(name);
  }

  /** Session values that were asked for. */
  get sessions(): ReadonlySet<string> {
    return this.askedWith(sessionPrefix);
  }

  /** Attributes of `flask.g` that were asked for where they were not set. */
  get globals(): ReadonlySet<string> {
    return this.askedWith(globalPrefix);
  }

  private askedWith(prefix: string): ReadonlySet<string> {
    const names = [...this.asked].filter((question) => question.startsWith(prefix));
    return new Set(names.map((question) => question.slice(prefix.length)));
  }

  /** The fields as they are, without a note. */
  peek<Field extends keyof RequestFields>(field: Field): RequestFields[Field] {
    return this.fields[field];
  }

  /** Any answer, without a note; for comparisons of requests. */
  answer(question: Question): unknown {
    if (isField(this.fields, question)) return this.fields[question];
    if (question.startsWith(globalPrefix)) return this.ownGlobals.has(question.slice(globalPrefix.length));
    const opened = this.openSessions.get(question.slice(sessionPrefix.length));
    return opened && `${opened.by}${String(opened.isChosen)}${String(opened.weakness)}`;
  }

  /** Notes fields afresh; gives those that were asked for until now. */
  startAsking(): Set<Question> {
    const before = this.asked;
    this.asked = new Set();
    return before;
  }

  /** Adds what was asked for before. */
  stopAsking(before: Set<Question>): void {
    for (const field of this.asked) before.add(field);
    this.asked = before;
  }

  private ask<Field extends keyof RequestFields>(field: Field): RequestFields[Field] {
    this.asked.add(field);
    return this.fields[field];
  }
}

function isField(fields: RequestFields, question: Question): question is keyof RequestFields {
  return Object.hasOwn(fields, question);
}

/** What the request has by its route, as a value. */
export function ofRequest(value: string | null): ConstantValue {
  return { kind: 'constant', value, isOfRequest: true };
}

/** From the innermost out. https://flask.palletsprojects.com/en/stable/api/#flask.Request.blueprints */
export function namesOfBlueprints({ blueprint }: RequestContext): Value {
  const parts = blueprint?.split('.') ?? [];
  const names = parts.map((_, index) => parts.slice(0, index + 1).join('.'));
  return sequence('list', names.reverse().map(ofRequest));
}
