import type { Completion, Machine, Outcome } from './machine';
import type { State } from './state';
import { choice, isSameValue, none, type Value } from './values';

/** Paths that may run side by side before those that differ in weak checks only are made one. */
const mostPaths = 24;
/** Paths that differ in strong checks before only those who are validated and those who are not are told apart. */
const mostStrongPaths = 64;

/** A validated path never becomes one with a path that is not, so that nobody is credited with another's check. */
function settledSignature(state: State): string {
  return `${String(state.isSettled)}${String(state.strongSignature.includes('effect;'))}`;
}

/**
 * Paths that know the same about the caller are one path from here on: this keeps the number of paths in the order of
 * the number of checks, however many branches a function has.
 */
export function mergeCompletions(completions: readonly Completion[], isForking: boolean): Completion[] {
  if (completions.length < 2) return [...completions];
  if (!isForking) return completions.slice(-1);
  const exact = mergeBy(completions, (state) => state.signature);
  if (exact.length <= mostPaths) return exact;
  const strong = mergeBy(exact, (state) => state.strongSignature);
  return strong.length > mostStrongPaths ? mergeBy(strong, settledSignature) : strong;
}

/** Makes one of all paths that differ in weak checks only. */
export function mergeStrong(states: readonly State[]): State[] {
  const completions = states.map((state): Completion => ({ kind: 'next', state, value: none }));
  return mergeBy(completions, (state) => state.strongSignature).map(({ state }) => state);
}

function mergeBy(completions: readonly Completion[], signature: (state: State) => string): Completion[] {
  const groups = new Map<string, Completion>();
  for (const completion of completions) {
    const key = `${signature(completion.state)}${String(completion.state.hasReachedView)}`;
    const known = groups.get(key);
    groups.set(key, known === undefined ? completion : weaker(known, completion));
  }
  return [...groups.values()];
}

/** Merges the paths that run on; the others stay as they are. */
export function mergeNext(completions: Completion[], machine: Machine): Completion[] {
  const running = completions.filter((completion) => completion.kind === 'next');
  return [
    ...completions.filter((completion) => completion.kind !== 'next'),
    ...mergeCompletions(running, machine.forking),
  ];
}

function joinValues(left: Value, right: Value): Value {
  return isSameValue(left, right) ? left : choice([left, right]);
}

/**
 * Merges results of a call that give indistinguishable values, and either know the same or differ in weak checks that
 * left no trace: a look at the caller's data after which the code went on alike says nothing.
 */
export function mergeOutcomes(outcomes: readonly Outcome[]): Outcome[] {
  if (outcomes.length < 2) return [...outcomes];
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const { state } = outcome;
    const place = state.hasReachedView ? state.lastReturn : '';
    const key = `${state.strongSignature}${String(state.hasReachedView)}${String(outcome.raised)}${place}${distinguish(outcome.value)}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    const index = group.findIndex(
      (other) => other.state.signature === state.signature || other.state.hasSameWrites(state),
    );
    const known = group[index];
    if (known === undefined) group.push(outcome);
    else group[index] = weaker(known, outcome);
  }
  return [...groups.values()].flat();
}

/** Of two paths the one that passed fewer checks stays: what is not known on both must not count. */
function weaker<Path extends Completion | Outcome>(left: Path, right: Path): Path {
  const isRightWeaker = right.state.passedChecks < left.state.passedChecks;
  const kept = isRightWeaker ? right : left;
  const dropped = isRightWeaker ? left : right;
  kept.state.mergeFrom(dropped.state, joinValues);
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
