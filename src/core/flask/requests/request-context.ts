import type { Value } from '../../semantics/values/values';

/** What code may ask of the request beside what the caller sent. */
export interface RequestFields {
  readonly method: string;
  readonly path: string;
  /** The path as far as it is the same for all requests; `<` at its end where a parameter follows. */
  readonly fixedPath: string;
  readonly endpoint: string;
  readonly blueprint: string | null;
  readonly view: Value;
}

/**
 * The request that is judged. It notes which fields were asked for: code that asked for the same and got the same would
 * do the same for another route.
 */
export class RequestContext implements RequestFields {
  /** Fields that were asked for. */
  asked = new Set<keyof RequestFields>();

  constructor(private readonly fields: RequestFields) {}

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

  /** The fields as they are, without a note; for comparisons of requests. */
  peek<Field extends keyof RequestFields>(field: Field): RequestFields[Field] {
    return this.fields[field];
  }

  /** Notes fields afresh; gives those that were asked for until now. */
  startAsking(): Set<keyof RequestFields> {
    const before = this.asked;
    this.asked = new Set();
    return before;
  }

  /** Adds what was asked for before. */
  stopAsking(before: Set<keyof RequestFields>): void {
    for (const field of this.asked) before.add(field);
    this.asked = before;
  }

  private ask<Field extends keyof RequestFields>(field: Field): RequestFields[Field] {
    this.asked.add(field);
    return this.fields[field];
  }
}
