import type { Completion, Machine, Outcome } from '../machine';
import { contents, type State } from './state';
import { choice, isSameValue, mapping, none, opaque, sequence, type Value } from '../values/values';

/** Paths that may run side by side before those that differ in weak checks only are made one. */
const mostPaths = 24;
/** Paths that differ in strong checks before only those who are validated and those who are not are told apart. */
const mostStrongPaths = 64;

/** A validated path never becomes one with a path that is not, so that nobody is credited with another's check. */
function settledSignature(state: State): string {
  return `${String(state.isSettled)}${String(state.hasWorked)}`;
}

type Tells = (state: State) => string | number;

/** Once much was walked, those who were validated are told apart no more: whatever they are asked, nothing makes less of that. */
function orSettled({ budget }: Machine, tells: Tells): Tells {
  return budget.isScarce ? (state) => (state.isSettled ? settledSignature(state) : tells(state)) : tells;
}

const signatureOf: Tells = ({ signature }) => signature.key;
const strongSignatureOf: Tells = ({ strongSignature }) => strongSignature.key;

/**
 * Paths that know the same about the caller are one path from here on: this keeps the number of paths in the order of
 * the number of checks, however many branches a function has.
 */
export function mergeCompletions(completions: readonly Completion[], machine: Machine): Completion[] {
  if (completions.length < 2) return [...completions];
  if (!machine.forking) return completions.slice(-1);
  const exact = mergeBy(completions, orSettled(machine, signatureOf));
  if (exact.length <= mostPaths) return exact;
  const strong = mergeBy(exact, orSettled(machine, strongSignatureOf));
  return strong.length > mostStrongPaths ? mergeBy(strong, settledSignature) : strong;
}

/**
 * Makes one of the paths of validated callers that know the same, before they go on alike; gives those that are left. The
 * others stay as they are: which of their histories failed a test may decide whether an end refuses.
 */
export function mergeValidated(states: Iterable<State>, machine: Machine): ReadonlySet<State> {
  const all = [...states];
  const validated = all.filter(({ isSettled }) => isSettled);
  if (validated.length < 2) return new Set(all);
  const completions = validated.map((state): Completion => ({ kind: 'next', state, value: none }));
  const merged = mergeCompletions(completions, machine).map(({ state }) => state);
  return new Set([...all.filter(({ isSettled }) => !isSettled), ...merged]);
}

/** Makes one of all paths that differ in weak checks only. */
export function mergeStrong(states: readonly State[]): State[] {
  const completions = states.map((state): Completion => ({ kind: 'next', state, value: none }));
  return mergeBy(completions, (state) => state.strongSignature.key).map(({ state }) => state);
}

function mergeBy(completions: readonly Completion[], signature: (state: State) => string | number): Completion[] {
  return mergeAlike(completions, ({ state }) => `${String(signature(state))} ${String(state.hasReachedView)}`);
}

/** Makes one of all paths with the same key, in the order of the first of each. */
function mergeAlike<Path extends Completion | Outcome>(paths: readonly Path[], keyOf: (path: Path) => string): Path[] {
  const groups = new Map<string, Path>();
  for (const path of paths) {
    const key = keyOf(path);
    const known = groups.get(key);
    groups.set(key, known === undefined ? path : weaker(known, path));
  }
  return [...groups.values()];
}

/** Merges the paths that run on; the others stay as they are. */
export function mergeNext(completions: Completion[], machine: Machine): Completion[] {
  const running = completions.filter((completion) => completion.kind === 'next');
  return [...completions.filter((completion) => completion.kind !== 'next'), ...mergeCompletions(running, machine)];
}

/** Any statement may fail; failures that know the same about the caller and are of one kind need to be followed once. */
export function mergeRaises(completions: readonly Completion[], machine: Machine): Completion[] {
  const knows = orSettled(machine, signatureOf);
  const raises = completions.filter(({ kind }) => kind === 'raise');
  return [
    ...completions.filter(({ kind }) => kind !== 'raise'),
    ...mergeAlike(raises, ({ state, value }) => `${String(knows(state))}|${distinguish(value)}`),
  ];
}

/** What is not known on both paths is not known; a collection has at least what both have put in. */
function joinWrites(key: string, one: Value, other: Value | undefined): Value {
  if (key.endsWith(`.${contents}`)) return joinContents(one, other);
  if (other === undefined) return choice([one, opaque(`${key}${unwritten}`, 'what it was before')]);
  return isSameValue(one, other) ? one : choice([one, other]);
}

const unwritten = ' before';

/** Whether only some of the paths that became one wrote this. */
export function mayBeUnwritten(value: Value): boolean {
  return (
    value.kind === 'choice' && value.options.some((option) => option.kind === 'symbol' && option.id.endsWith(unwritten))
  );
}

function joinContents(one: Value, other: Value | undefined): Value {
  if (one.kind === 'sequence') {
    const items = other?.kind === 'sequence' ? other.items : [];
    const isOpen = one.open || other?.kind !== 'sequence' || other.open || items.length !== one.items.length;
    const common = one.items.slice(0, items.length).map((item, index) => choice([item, items[index] ?? item]));
    return sequence(one.type, common, isOpen);
  }
  if (one.kind !== 'mapping') return one;
  const entries = other?.kind === 'mapping' ? other.entries : new Map<string, { key: Value; value: Value }>();
  const common = new Map<string, { key: Value; value: Value }>();
  for (const [name, { key, value }] of one.entries) {
    const theirs = entries.get(name);
    if (theirs !== undefined) common.set(name, { key, value: choice([value, theirs.value]) });
  }
  const isComplete = common.size === one.entries.size && common.size === entries.size;
  return mapping(common, one.open || other?.kind !== 'mapping' || other.open || !isComplete);
}

/**
 * Merges results of a call that give indistinguishable values, and either know the same or differ in weak checks that
 * left no trace: a look at the caller's data after which the code went on alike says nothing. Which `return` ended a call
 * matters for the view alone: its ends are compared.
 */
export function mergeOutcomes(outcomes: readonly Outcome[], machine: Machine, depth?: number): Outcome[] {
  if (outcomes.length < 2) return [...outcomes];
  const [strong, all] = [orSettled(machine, strongSignatureOf), orSettled(machine, signatureOf)];
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const { state } = outcome;
    const place = state.viewDepth === depth ? state.lastReturn.words : '';
    const knows = isUnknownFailure(outcome) ? settledSignature(state) : strong(state);
    const key = `${String(knows)} ${String(state.hasReachedView)}${String(outcome.raised)}${place}${distinguish(outcome.value)}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    const index = isUnknownFailure(outcome)
      ? 0
      : group.findIndex((other) => all(other.state) === all(state) || other.state.hasSameWrites(state));
    const known = group[index];
    if (known === undefined) group.push(outcome);
    else group[index] = weaker(known, outcome);
  }
  const merged = [...groups.values()].flat();
  const isView = merged.some(({ state }) => state.viewDepth === depth);
  return merged.length > mostEnds && !isView ? mergeValues(mergeSettled(merged), all) : merged;
}

/** Ends of one call that are kept apart before only those who are validated and those who are not are. */
const mostEnds = 4;

function mergeSettled(outcomes: readonly Outcome[]): Outcome[] {
  return mergeAlike(
    outcomes,
    ({ state, raised, value }) =>
      `${settledSignature(state)}${String(state.hasReachedView)}${String(raised)}${distinguish(value)} ${state.setGlobals()}`,
  );
}

/** Many ends that know the same about the caller are one that gives any of their values: nothing that is followed tells which. */
function mergeValues(outcomes: readonly Outcome[], knows: Tells): Outcome[] {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes.filter(({ raised }) => !raised)) {
    const { state } = outcome;
    const key = `${String(knows(state))} ${settledSignature(state)}${String(state.hasReachedView)}`;
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  const merged = [...groups.values()].flatMap((group) =>
    group.length > mostEnds ? [{ ...group.reduce(weaker), value: choice(group.map(({ value }) => value)) }] : group,
  );
  return [...merged, ...outcomes.filter(({ raised }) => raised)];
}

/** Makes one of all failures that no code raises: anything may fail at any time, whatever was done before. */
export function mergeFailures(completions: readonly Completion[]): Completion[] {
  const isUnknown = ({ kind, value }: Completion): boolean => isUnknownFailure({ raised: kind === 'raise', value });
  return [
    ...completions.filter((completion) => !isUnknown(completion)),
    ...mergeBy(completions.filter(isUnknown), settledSignature),
  ];
}

/** Whether this is the exception that stands for "something failed", not one that code raised. */
export function isUnknownFailure({ raised, value }: Pick<Outcome, 'raised' | 'value'>): boolean {
  return raised && value.kind === 'exception' && value.isImplicit && value.name === 'unknown';
}

/** Of two paths the one that passed less stays, validations first: what is not known on both must not count. */
function weaker<Path extends Completion | Outcome>(left: Path, right: Path): Path {
  const [one, other] = [left.state.passedChecks, right.state.passedChecks];
  const isRightWeaker =
    other.validations === one.validations ? other.all < one.all : other.validations < one.validations;
  const kept = isRightWeaker ? right : left;
  const dropped = isRightWeaker ? left : right;
  kept.state.mergeFrom(dropped.state, joinWrites);
  return kept;
}

function distinguish(value: Value): string {
  switch (value.kind) {
    case 'constant':
      return `${typeof value.value}${String(value.value)}`;
    case 'symbol':
      return value.id;
    case 'response':
      return `response${String(value.status)}${String(value.refuses)}`;
    case 'exception':
      return `${value.name}${String(value.status)}${String(value.isImplicit)}`;
    case 'sequence':
    case 'choice':
      return (value.kind === 'sequence' ? value.items : value.options).map(distinguish).join(',');
    case 'mapping':
      return [...value.entries.entries()].map(([key, entry]) => key + distinguish(entry.value)).join(',');
    case 'external':
      return value.name;
    default:
      return 'id' in value ? String(value.id) : value.kind;
  }
}
