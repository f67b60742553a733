import type { Completion, Machine, Outcome } from './machine';
import { choice, isSameValue, type Value } from './values';

/**
 * Paths that know the same about the caller are one path from here on: this keeps the number of paths in the order of
 * the number of checks, however many branches a function has.
 */
export function mergeCompletions(completions: readonly Completion[], isForking: boolean): Completion[] {
  if (completions.length < 2) return [...completions];
  if (!isForking) return completions.slice(-1);
  const bySignature = new Map<string, Completion>();
  for (const completion of completions) {
    const key = `${completion.state.signature}${String(completion.state.hasReachedView)}`;
    const known = bySignature.get(key);
    if (known === undefined) bySignature.set(key, completion);
    else known.state.mergeFrom(completion.state, joinValues);
  }
  return [...bySignature.values()];
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

/** Merges results of a call that know the same and give indistinguishable values. */
export function mergeOutcomes(outcomes: readonly Outcome[]): Outcome[] {
  if (outcomes.length < 2) return [...outcomes];
  const byKey = new Map<string, Outcome>();
  for (const outcome of outcomes) {
    const key = `${outcome.state.signature}${String(outcome.state.hasReachedView)}${String(outcome.raised)}${outcome.state.lastReturn}${distinguish(outcome.value)}`;
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, outcome);
    else known.state.mergeFrom(outcome.state, joinValues);
  }
  return [...byKey.values()];
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
