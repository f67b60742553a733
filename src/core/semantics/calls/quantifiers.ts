import { strengthRank } from '../values/credential-check';
import type { Machine, Site } from '../machine';
import type { State } from '../paths/state';
import { goneThrough } from '../expressions/proof';
import { choice, constant, type SymbolValue, type Value } from '../values/values';

/** `any(k == key for k in KEYS)` proves what its test proves. `all` is true for an empty collection, so only its failure counts. */
export function quantify(
  machine: Machine,
  source: Value | undefined,
  site: Site,
  state: State,
  kind: 'any' | 'all',
): Value | undefined {
  if (source === undefined) return undefined;
  if (source.kind === 'symbol') {
    const result: SymbolValue = { ...goneThrough(source), id: `${kind}(${source.id})`, nature: 'server' };
    return kind === 'any'
      ? { ...result, ifTrue: source.ifTrue ?? null, ifFalse: null }
      : { ...result, ifTrue: weaken(source), ifFalse: source.ifFalse ?? null };
  }
  const { items, open } = machine.iterate(source, site, state);
  const truths = items.map((item) => machine.branch(item, state.fork(), site.location));
  const decisive = kind === 'any';
  if (truths.some((sides) => sides.every((side) => side.truth === decisive))) return constant(decisive);
  // What is known to be false makes no difference to `any`, what is known to be true none to `all`.
  const deciding = items.filter((_, index) => truths[index]?.some((side) => side.truth === decisive));
  if (deciding.length === 0 && !open) return constant(!decisive);
  const tests = deciding.filter((item) => item.kind === 'symbol').filter((item) => item.ifTrue ?? item.ifFalse);
  const [first] = tests;
  if (first === undefined || open)
    return first ? quantify(machine, first, site, state, kind) : choice([constant(true), constant(false)]);
  const id = `${kind}(${tests.map((test) => test.id).join(',')})`;
  // One of several holds: as much as the weakest proves. All of them hold: as much as the strongest.
  const checks = tests
    .map((test) => test.ifTrue ?? null)
    .sort((left, right) => strengthRank(left) - strengthRank(right));
  const isPartial = tests.length < deciding.length;
  if (kind === 'any' && !isPartial && areDifferentWays(checks)) return choice(tests);
  return {
    ...first,
    id,
    ifTrue: kind === 'any' ? (isPartial ? null : (checks[0] ?? null)) : (checks.at(-1) ?? null),
    ifFalse: kind === 'all' ? (first.ifFalse ?? null) : null,
  };
}

/** `sum(k == key for k in KEYS)`: how many tests hold; some do where any holds. */
export function countOf(machine: Machine, source: Value | undefined, site: Site, state: State): Value | undefined {
  const some = quantify(machine, source, site, state, 'any');
  if (some?.kind === 'constant' && !some.value) return constant(0);
  return some?.kind === 'symbol' && some.ifTrue ? { ...some, id: `sum of ${some.id}`, nature: 'lookup' } : undefined;
}

/** A weak test of another value than the strong ones' is a way in of its own. */
function areDifferentWays(checks: readonly SymbolValue['ifTrue'][]): boolean {
  const [weakest, strongest] = [checks[0], checks.at(-1)];
  if (!weakest || !strongest || weakest.strength === strongest.strength) return false;
  const { origins } = strongest;
  return !weakest.origins.some((origin) =>
    origins.some(({ source, name }) => source === origin.source && name === origin.name),
  );
}

function weaken(source: SymbolValue): SymbolValue['ifTrue'] {
  return source.ifTrue?.strength === 'validated'
    ? { ...source.ifTrue, strength: 'present', says: 'all(...) holds for an empty collection' }
    : (source.ifTrue ?? null);
}
