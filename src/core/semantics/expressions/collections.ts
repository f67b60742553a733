import { enumerationMembers, tupleItems } from '../calls/records';
import type { Machine, Site } from '../machine';
import { contents, type State } from '../paths/state';
import { writeKey } from '../paths/variables';
import {
  choice,
  constant,
  identify,
  opaque,
  type CallArguments,
  type MappingValue,
  type SequenceValue,
  type SymbolValue,
  type Value,
} from '../values/values';

/** A dict as this path sees it. */
export function currentMapping(object: MappingValue, state: State): MappingValue {
  const written = state.writes?.get(writeKey(object.id, contents));
  if (written?.kind === 'mapping') return written;
  return state.isKept(writeKey(object.id, contents)) ? { ...object, open: true } : object;
}

/** A list as this path sees it. */
export function currentSequence(object: SequenceValue, state: State): SequenceValue {
  const written = state.writes?.get(writeKey(object.id, contents));
  if (written?.kind === 'sequence') return written;
  return state.isKept(writeKey(object.id, contents)) ? { ...object, open: true } : object;
}

/** Keeps a changed list or dict: for this path, or in itself while a module is read. */
export function store(object: SequenceValue | MappingValue, changed: SequenceValue | MappingValue, state: State): void {
  if (state.writes !== null) {
    state.writes.set(writeKey(object.id, contents), changed);
    return;
  }
  if (object.kind === 'sequence' && changed.kind === 'sequence') {
    object.items = changed.items;
    object.open = changed.open;
  } else if (object.kind === 'mapping' && changed.kind === 'mapping') {
    object.entries = changed.entries;
    object.open = changed.open;
  }
}

/** Known items of an iterable; `element` stands for any one of them. */
export function iterate(
  object: Value,
  site: Site,
  state: State,
): { items: readonly Value[]; open: boolean; element: Value } {
  if (object.kind === 'sequence') {
    const { items, open } = currentSequence(object, state);
    return {
      items,
      open,
      element: items.length > 0 ? choice(items) : opaque(`item of ${identify(object)}`, 'an item'),
    };
  }
  if (object.kind === 'mapping') {
    const { entries, open } = currentMapping(object, state);
    const items = [...entries.values()].map((entry) => entry.key);
    return { items, open, element: items.length > 0 ? choice(items) : opaque(`key of ${identify(object)}`, 'a key') };
  }
  if (object.kind === 'constant' && typeof object.value === 'string') {
    return {
      items: Array.from(object.value)
        .slice(0, 500)
        .map((unit) => constant(unit)),
      open: false,
      element: opaque('a character'),
    };
  }
  const members = object.kind === 'class' ? enumerationMembers(object) : undefined;
  if (members) return { items: members, open: false, element: choice(members) };
  if (object.kind === 'choice') {
    const all = object.options.map((option) => iterate(option, site, state));
    return { items: [], open: true, element: choice(all.map((one) => one.element)) };
  }
  const fields = object.kind === 'instance' ? tupleItems(object, state) : undefined;
  if (fields) return { items: fields, open: false, element: choice(fields) };
  if (object.kind !== 'symbol')
    return { items: [], open: true, element: opaque(`item of ${identify(object)}`, 'an item') };
  const { ifTrue: _holds, ifFalse: _fails, field: _field, collection, ...rest } = object;
  const element: SymbolValue = {
    ...rest,
    id: `item of ${object.id}`,
    bases: [object.id, ...(object.bases ?? []), ...(collection ? [collection.secretId] : [])],
    mayBeEmpty: collection ? collection.mayHoldEmpty : (object.mayBeEmpty ?? false),
    optional: false,
    isTruthy: false,
    ...(collection ? { isText: true } : {}),
  };
  return { items: [], open: true, element };
}

/** A method of a collection; undefined where what it gives is not known. */
export type Method<Receiver> = (
  machine: Machine,
  receiver: Receiver,
  given: CallArguments,
  site: Site,
  state: State,
) => Value | undefined;

/** Entries of a dict as this path sees it. */
export function entriesOf(receiver: MappingValue, state: State): { key: Value; value: Value }[] {
  return [...currentMapping(receiver, state).entries.values()];
}

/** An entry of which nothing is known but who may have put it there. */
export function entryOf({ id }: MappingValue, where: string, state: State): SymbolValue {
  const entry = opaque(`dict#${String(id)}${where}`, 'an entry');
  return state.isKept(writeKey(id, contents)) ? { ...entry, isOfFormerRequest: true } : entry;
}
