import { evaluated, type Machine, type Outcome, type Site } from '../machine';
import type { State } from '../paths/state';
import type { CallArguments, MappingValue, SequenceValue } from '../values/values';
import { mappingMethods, entryOrFallback } from './mapping-methods';
import { sequenceMethods, positionOf } from './sequence-methods';

/** Changing what outlives the request is work that a later refusal does not undo. */
function noteEffect(receiver: SequenceValue | MappingValue, name: string, site: Site, state: State): void {
  if (state.writes !== null && state.isOld(receiver.id))
    state.note({ kind: 'effect', says: `${name}()`, location: site.location });
}

const changing = new Set([
  'append',
  'add',
  'insert',
  'extend',
  'update',
  'setdefault',
  'pop',
  'remove',
  'clear',
  'discard',
  'popitem',
]);

/** Methods of lists, sets and dicts; undefined for those that say nothing. */
export function callCollectionMethod(
  machine: Machine,
  receiver: SequenceValue | MappingValue,
  name: string,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  if (changing.has(name)) noteEffect(receiver, name, site, state);
  const divided =
    receiver.kind === 'mapping' && name === 'get'
      ? entryOrFallback(receiver, given.positional, site, state)
      : undefined;
  if (divided) return divided;
  if (receiver.kind === 'sequence' && (name === 'index' || name === 'remove')) {
    const found = positionOf(machine, receiver, given.positional[0], site, state);
    if (found) return found;
  }
  const result =
    receiver.kind === 'sequence'
      ? sequenceMethods[name]?.(machine, receiver, given, site, state)
      : mappingMethods[name]?.(machine, receiver, given, site, state);
  return result && evaluated(state, result);
}
