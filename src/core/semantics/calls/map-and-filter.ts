import { evaluated, type Machine, type Outcome, type Site } from '../machine';
import type { State } from '../paths/state';
import { asTest, filteredBy, untouched, validatingCheck } from '../expressions/proof';
import { sequence, type CallArguments, type Value } from '../values/values';
import { positional } from '../values/call-arguments';

/** `map(matches, KEYS)`, `filter(matches, CLIENTS)`: what the function says of an item is a test of it. */
export function mapped(
  machine: Machine,
  name: string,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  const [callee, source] = given.positional;
  if (!callee || !source) return undefined;
  const { items, open, element } = machine.iterate(source, site, state);
  const scratch = state.fork();
  const test = (item: Value): Value =>
    asTest(machine, machine.call(callee, positional(item), site, scratch.fork()), scratch, site.location);
  const results = callee.kind === 'constant' ? [] : (source.kind === 'symbol' ? [element] : items).map(test);
  if (name === 'filter') {
    const check = validatingCheck(results);
    return evaluated(state, untouched(check ? filteredBy(check, site.location) : unfiltered(source, items)));
  }
  if (source.kind !== 'symbol') return evaluated(state, sequence('list', results, open));
  const [each] = results;
  // Whatever the item, the answer is the same.
  if (each?.kind === 'constant' && typeof each.value === 'boolean') return evaluated(state, sequence('list', [each]));
  return evaluated(
    state,
    untouched(each?.kind === 'symbol' && each.ifTrue ? { ...each, id: `each(${each.id})` } : source),
  );
}

/** `filter(None, [KEY, OLD_KEY])`: settings that are unset do not stay. */
function keptByFilter(item: Value): readonly Value[] {
  if (item.kind === 'constant') return item.value ? [item] : [];
  return item.kind === 'symbol' && item.nature === 'setting'
    ? [{ ...item, id: `${item.id} if set`, optional: false, mayBeEmpty: false }]
    : [item];
}

/** A filter that says nothing of the caller; of keys it keeps the empty one out. */
function unfiltered(source: Value, items: readonly Value[]): Value {
  if (source.kind !== 'symbol') return sequence('list', items.flatMap(keptByFilter), true);
  const { collection } = source;
  if (!collection) return source;
  return { ...source, id: `filter(${source.id})`, collection: { ...collection, mayHoldEmpty: false } };
}
