import type { Value } from '../values/values';
import type { Asked, LayeredMap } from './layered-map';
import { askedOfPaths, type EventList, noReturn, type PathEvent, type State } from './state';

type Entries<Item> = ReadonlyMap<string, Item | undefined>;

/** Some of what a path knows: what has which value, or none. */
export interface Knowledge {
  readonly writes: Entries<Value>;
  readonly assumptions: Entries<boolean>;
  readonly fields: Entries<number>;
}

/** What code that ran did to a path. */
export interface Change extends Knowledge {
  /** The path's events after it, which go on from those before it. */
  readonly events: EventList | null;
  readonly from: EventList | null;
  readonly lastReturn: State['lastReturn'];
  readonly hasMerged: boolean;
  readonly taken: State['taken'];
}

/** Runs code on a path like this one; gives what it asked of its paths, and how this one answers. */
export function listen<Result>(before: State, run: () => Result): readonly [Result, Knowledge] {
  const writes = new Listener(askedOfPaths.writes);
  const assumptions = new Listener(askedOfPaths.assumptions);
  const fields = new Listener(askedOfPaths.fields);
  try {
    const result = run();
    return [
      result,
      {
        writes: writes.answersOf(before.writes),
        assumptions: assumptions.answersOf(before.assumptions),
        fields: fields.answersOf(before.fields),
      },
    ];
  } finally {
    for (const listener of [writes, assumptions, fields]) listener.stop();
  }
}

/** Tells those who listen what code would ask that is not run again. */
export function noteAsked(answers: Knowledge): void {
  for (const [kind, asked] of Object.entries(askedOfPaths))
    for (const key of answers[kind as keyof Knowledge].keys()) asked.keys?.add(key);
}

class Listener {
  private readonly keys = new Set<string>();
  private readonly outer: Set<string> | null;

  constructor(private readonly asked: Asked) {
    this.outer = asked.keys;
    asked.keys = this.keys;
  }

  answersOf<Item extends object | boolean | number>(known: LayeredMap<Item> | null): Entries<Item> {
    return new Map([...this.keys].map((key) => [key, known?.peek(key)]));
  }

  /** Who listened before hears of it, too. */
  stop(): void {
    this.asked.keys = this.outer;
    for (const key of this.keys) this.outer?.add(key);
  }
}

/** What happened to a path since, whose last return was made empty then. */
export function changeSince(before: State, after: State): Change {
  return {
    writes: changed(before.writes, after.writes),
    assumptions: changed(before.assumptions, after.assumptions),
    fields: changed(before.fields, after.fields),
    events: after.events,
    from: before.events,
    lastReturn: after.lastReturn,
    hasMerged: after.hasMerged,
    taken: new Map([...after.taken].filter(([run]) => !before.taken.has(run))),
  };
}

function changed<Item extends object | boolean | number>(
  before: LayeredMap<Item> | null,
  after: LayeredMap<Item> | null,
): Entries<Item> {
  const changes = new Map<string, Item | undefined>();
  if (before === null || after === null) return changes;
  for (const key of after.differing(before)) changes.set(key, after.peek(key));
  return changes;
}

/** What former events are on another path; to begin with, of its own events those that they went on from. */
export type MovedEvents = Map<EventList | null, EventList | null>;

/** Does to a path what was done to another one. `moved` is shared by all ends of one run. */
export function repeat(change: Change, path: State, moved: MovedEvents): void {
  const own: PathEvent[] = [];
  for (let node = change.events; node !== null && node !== change.from; node = node.previous)
    if (node.event !== null) own.push(node.event);
  for (const event of own.reverse()) path.count(event);
  path.events = moveEvents(change.events, moved);
  path.hasMerged ||= change.hasMerged;
  if (change.taken.size > 0) path.taken = new Map([...path.taken, ...change.taken]);
  if (change.lastReturn !== noReturn) path.lastReturn = change.lastReturn;
  set(path.writes, change.writes);
  set(path.assumptions, change.assumptions);
  set(path.fields, change.fields);
}

function set<Item extends object | boolean | number>(known: LayeredMap<Item> | null, entries: Entries<Item>): void {
  for (const [key, item] of entries) {
    if (item === undefined) known?.delete(key);
    else known?.set(key, item);
  }
}

function moveEvents(events: EventList | null, moved: MovedEvents): EventList | null {
  const open: EventList[] = [];
  let node = events;
  for (; node !== null && !moved.has(node); node = node.previous) open.push(node);
  let last = moved.get(node) ?? null;
  for (const one of open.reverse()) {
    if (one.event !== null) last = { event: one.event, merged: null, previous: last };
    else {
      const merged = moveEvents(one.merged, moved);
      if (merged !== null) last = { event: null, merged, previous: last };
    }
    moved.set(one, last);
  }
  return last;
}
