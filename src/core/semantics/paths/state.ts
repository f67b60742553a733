import type { Location } from '../../text/span';
import { withClearedTrap } from '../values/unset-trap';
import { type Asked, LayeredMap } from './layered-map';
import { isOfCredential, type Check } from '../values/credential-check';
import { anything } from '../values/sending';
import { Signature } from './signature';
import { freshId, isSameValue, type Value } from '../values/values';

/** Something that happened on a path. Evidence is made of these. */
export type PathEvent =
  | { readonly kind: 'check'; readonly check: Check; readonly passed: boolean }
  | {
      readonly kind: 'assume';
      readonly id: string;
      readonly says: string;
      readonly truth: boolean;
      readonly isSetting: boolean;
      /** A test of data that is no credential by its name, on a walk that does not follow such, and whether it was passed. */
      readonly unfollowed?: { readonly check: Check; readonly passed: boolean };
      /** A test of a caller who was validated before it. */
      readonly settled?: { readonly check: Check; readonly passed: boolean };
      readonly location: Location;
    }
  | { readonly kind: 'enter'; readonly what: string; readonly location: Location }
  /** The view was left, at the place of its last return; refusing or with its work done. */
  | {
      readonly kind: 'left';
      readonly exit: string;
      /** The `return` itself. */
      readonly statement: object | null;
      readonly isRefusal: boolean;
      readonly location: Location;
    }
  | { readonly kind: 'view'; readonly location: Location; readonly depth: number }
  | { readonly kind: 'effect'; readonly says: string; readonly location: Location }
  /** A value that nobody vouches for was put into the session. */
  | { readonly kind: 'put'; readonly name: string; readonly isChosen: boolean; readonly location: Location }
  /** A credential went where it cannot be followed: to be kept, or to be tested. */
  | { readonly kind: 'given'; readonly location: Location }
  | { readonly kind: 'assert'; readonly location: Location }
  | {
      readonly kind: 'ignored';
      readonly says: string;
      /** A refusal that was caught: it is lost only where the code goes on as for anybody else. */
      readonly isCaught?: boolean;
      readonly location: Location;
    };

/** A path's events, newest first; `merged` is how another path came here that went on as one with this one. */
export type EventList =
  | { readonly event: PathEvent; readonly merged: null; readonly previous: EventList | null }
  | { readonly event: null; readonly merged: EventList; readonly previous: EventList | null };

/** A `return` that ran: what it says, wherever it stands, and the statement; null for one of several. */
export interface LastReturn {
  readonly words: string;
  readonly statement: object | null;
}

/** Before any ran. */
export const noReturn: LastReturn = { words: '', statement: null };

/** Whether a check is of a credential and more than a look at it: such checks always tell paths apart. */
export function isStrong(check: Check): boolean {
  return isValidating(check) && isOfCredential(check);
}

function isValidating({ strength }: Check): boolean {
  return strength === 'validated' || strength === 'unverified';
}

/** How many checks a path passed; `validations` prove more than that something was sent. */
export interface PassedChecks {
  readonly validations: number;
  readonly all: number;
}

/** Ids of objects, the last one excluded. */
export interface IdRange {
  readonly from: number;
  readonly to: number;
}

const nonePassed: PassedChecks = { validations: 0, all: 0 };

/** What is asked of all paths, by the kind of knowledge; a path runs alone. */
export const askedOfPaths = {
  writes: { keys: null },
  assumptions: { keys: null },
  fields: { keys: null },
} satisfies Record<string, Asked> as Readonly<Record<'writes' | 'assumptions' | 'fields', Asked>>;

const noObjects: IdRange = { from: 0, to: 0 };

const nothingKept: ReadonlySet<string> = new Set();

/** What one name stands for when two paths become one; undefined on the path that did not write it. */
type JoinWrites = (key: string, one: Value, other: Value | undefined) => Value;

/** Merged paths that are looked through for different ones. */
const mostSteps = 96;

/** Name under which a path keeps what it put into a collection. */
export const contents = '#items';

/** What tells histories apart: answers of checks and settings, and of tests that prove something where they are followed. */
function answerOf(event: PathEvent): string {
  if (event.kind === 'check') return `${String(event.passed)}${event.check.id};`;
  if (event.kind !== 'assume') return '';
  const isTelling = event.isSetting || (event.unfollowed !== undefined && isValidating(event.unfollowed.check));
  return isTelling ? `${String(event.truth)}${event.id};` : '';
}

/**
 * What one path through the code knows. While registrations are evaluated there is one path and writes go to the
 * values themselves (`writes` is null); while a route is judged each path keeps its own writes over them.
 */
export class State {
  /** Checks passed or failed: paths with equal signatures know the same about the caller. */
  signature = Signature.empty;
  /** The part of it that tells paths apart even where there are very many. */
  strongSignature = Signature.empty;
  /** The view did some work, or ended. */
  hasWorked = false;
  passedChecks = nonePassed;
  events: EventList | null = null;
  /** Depth at which the view's code runs; null before it is reached. */
  viewDepth: number | null = null;
  /** The last `return` that ran. */
  lastReturn = noReturn;
  /** The caller was validated: presence and other data need no more attention on this path. */
  isSettled = false;
  /** Others that answered some check differently became one with this path. */
  hasMerged = false;
  /** Runs of functions that were not run again for this path, with the objects that it got of them. */
  taken: ReadonlyMap<number, IdRange> = new Map();

  private constructor(
    readonly writes: LayeredMap<Value> | null,
    readonly assumptions: LayeredMap<boolean>,
    /** What may have been sent in each field. */
    readonly fields: LayeredMap<number>,
    private readonly firstId: number,
    /** Also note tests of data that is no credential by its name. */
    readonly followsWeak: boolean,
    /** Keys of writes that former requests may have done. */
    readonly kept: ReadonlySet<string>,
  ) {}

  /** The one path on which registrations are evaluated. */
  static joining(): State {
    return State.knowingNothing(null, 0, false);
  }

  /** The first path of a judgement. */
  static forking(followsWeak = false, kept = nothingKept): State {
    return State.knowingNothing(LayeredMap.empty(askedOfPaths.writes), freshId(), followsWeak, kept);
  }

  private static knowingNothing(
    writes: State['writes'],
    firstId: number,
    followsWeak: boolean,
    kept = nothingKept,
  ): State {
    const { assumptions, fields } = askedOfPaths;
    return new State(writes, LayeredMap.empty(assumptions), LayeredMap.empty(fields), firstId, followsWeak, kept);
  }

  get hasReachedView(): boolean {
    return this.viewDepth !== null;
  }

  /** An independent copy for the other branch. */
  fork(): State {
    return this.copy(this.firstId);
  }

  /** A copy that goes on in another judgement: objects made so far were there before. */
  resume(): State {
    const copy = this.copy(freshId());
    copy.taken = new Map([...this.taken.keys()].map((run) => [run, noObjects]));
    return copy;
  }

  /** Whether an object was there before the request. */
  isOld(id: number): boolean {
    if (id >= this.firstId) return false;
    for (const { from, to } of this.taken.values()) if (id >= from && id < to) return false;
    return true;
  }

  /** Whether a former request may have done this write. */
  isKept(key: string): boolean {
    return this.kept.size > 0 && this.kept.has(key);
  }

  /** Keys of its writes to what outlives the request: collections, variables of modules and closures, attributes. */
  writesForGood(): string[] {
    return this.writtenKeys().filter((key) => /^\d+\./.test(key) && this.isOld(Number.parseInt(key, 10)));
  }

  /** Attributes of `flask.g` that it set: by them the code that comes later tells callers apart. */
  setGlobals(): string {
    const isGlobal = (key: string): boolean => key.startsWith('flask.g.');
    return this.writtenKeys().filter(isGlobal).sort().join();
  }

  private writtenKeys(): readonly string[] {
    return this.writes?.differing(LayeredMap.empty(askedOfPaths.writes)) ?? [];
  }

  private copy(firstId: number): State {
    const writes = this.writes?.copy() ?? null;
    const { followsWeak, kept } = this;
    const copy = new State(writes, this.assumptions.copy(), this.fields.copy(), firstId, followsWeak, kept);
    copy.signature = this.signature;
    copy.strongSignature = this.strongSignature;
    copy.hasWorked = this.hasWorked;
    copy.passedChecks = this.passedChecks;
    copy.events = this.events;
    copy.viewDepth = this.viewDepth;
    copy.lastReturn = this.lastReturn;
    copy.isSettled = this.isSettled;
    copy.hasMerged = this.hasMerged;
    copy.taken = this.taken;
    return copy;
  }

  /** What the path knows about a symbol's truth. */
  assumed(id: string): boolean | undefined {
    return this.assumptions.get(id);
  }

  /** Notes a symbol's truth without evidence. */
  assume(id: string, truth: boolean): void {
    this.assumptions.set(id, truth);
  }

  /** What may have been sent in a field. */
  sent(field: string): number {
    return this.fields.get(field) ?? anything;
  }

  /** Learns from a test what was sent. */
  learn(check: Check, passed: boolean): void {
    for (const { field, passed: whenPassed, failed } of check.sending ?? [])
      this.fields.set(field, this.sent(field) & (passed ? whenPassed : failed));
  }

  /** Notes that something happened. */
  note(event: PathEvent): void {
    // What hooks and decorators do on the way is not the view's work.
    if (event.kind === 'effect' && !this.hasReachedView) return;
    this.events = { event, merged: null, previous: this.events };
    if (event.kind === 'check') this.learn(event.check, event.passed);
    this.count(event);
  }

  /** Sums up an event that is among the path's. */
  count(event: PathEvent): void {
    if (event.kind === 'check') this.countCheck(event.check, event.passed);
    if (event.kind === 'effect' || (event.kind === 'left' && !event.isRefusal)) {
      this.learnFact('effect', true);
      this.hasWorked = true;
    }
    if (event.kind === 'view') this.viewDepth = event.depth;
  }

  private countCheck(check: Check, passed: boolean): void {
    if (passed) {
      const { validations, all } = this.passedChecks;
      const isValid = isValidating(check) && check.trap === null;
      this.passedChecks = { validations: validations + Number(isValid), all: all + 1 };
    }
    if (passed && isStrong(check) && check.trap === null) this.isSettled = true;
    this.learnFact(`${passed ? '+' : '-'}${check.id}`, isStrong(check) || (this.followsWeak && isValidating(check)));
  }

  private learnFact(fact: string, tellsApart: boolean): void {
    this.signature = this.signature.with(fact);
    if (tellsApart) this.strongSignature = this.strongSignature.with(fact);
  }

  /** Passes a check on this path; gives the path on which it failed. */
  divide(check: Check): State {
    const failed = this.fork();
    failed.note({ kind: 'check', check, passed: false });
    this.note({ kind: 'check', check, passed: true });
    return failed;
  }

  /** Events in the order in which they happened. */
  history(): PathEvent[] {
    const history: PathEvent[] = [];
    for (let node = this.events; node !== null; node = node.previous) if (node.event !== null) history.push(node.event);
    return history.reverse();
  }

  /** The same for each of the paths that became this one, up to a number of them; its own comes first. */
  histories(most: number): PathEvent[][] {
    const found = new Map<string, PathEvent[]>();
    const open: { readonly from: EventList | null; readonly newest: PathEvent[] }[] = [
      { from: this.events, newest: [] },
    ];
    let steps = 0;
    for (let way = open.pop(); way !== undefined && found.size < most && steps < mostSteps; way = open.pop()) {
      steps += 1;
      const history = [...way.newest];
      for (let node = way.from; node !== null; node = node.previous) {
        if (node.event !== null) history.push(node.event);
        else if (open.length < most) open.push({ from: node.merged, newest: [...history] });
      }
      const key = history.map(answerOf).join('');
      if (!found.has(key)) found.set(key, history.reverse());
    }
    return [...found.values()];
  }

  /** Whether both paths wrote the same values to what is still there. */
  hasSameWrites(other: State): boolean {
    if (this.writes === null || other.writes === null) return this.writes === other.writes;
    if (this.writes.size !== other.writes.size) return false;
    for (const key of this.writes.differing(other.writes)) {
      const [mine, theirs] = [this.writes.get(key), other.writes.get(key)];
      if (mine === undefined || theirs === undefined || !isSameValue(mine, theirs)) return false;
    }
    return true;
  }

  /** Keeps of this path only what another one knows as well; `join` decides about differing writes. */
  mergeFrom(other: State, join: JoinWrites): void {
    if (this.taken !== other.taken && other.taken.size > 0) this.taken = new Map([...this.taken, ...other.taken]);
    this.joinWrites(other, join);
    if (this.lastReturn.statement !== other.lastReturn.statement)
      this.lastReturn = { ...this.lastReturn, statement: null };
    let isDifferent = other.signature.key !== this.signature.key || other.hasMerged;
    for (const id of this.assumptions.differing(other.assumptions)) {
      const truth = this.assumptions.get(id);
      if (truth === undefined) continue;
      this.assumptions.delete(id);
      isDifferent = true;
    }
    if (isDifferent && other.events !== null) {
      this.events = { event: null, merged: other.events, previous: this.events };
      this.hasMerged = true;
    }
    for (const field of this.fields.differing(other.fields)) {
      const sent = this.fields.get(field);
      if (sent !== undefined) this.fields.set(field, sent | other.sent(field));
    }
  }

  private joinWrites(other: State, join: JoinWrites): void {
    if (this.writes === null || other.writes === null) return;
    for (const key of this.writes.differing(other.writes)) {
      const [mine, theirs] = [this.writes.get(key), other.writes.get(key)];
      const known = [mine && withClearedTrap(mine, this), theirs && withClearedTrap(theirs, other)];
      const [one, another] = known[0] === undefined ? [known[1], known[0]] : known;
      if (one !== undefined) this.writes.set(key, join(key, one, another));
    }
  }
}
