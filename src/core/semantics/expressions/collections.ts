import { isOfCredential, type Check } from '../values/credential-check';
import { isInput, makeCheck } from './checks';
import { enumerationMembers, tupleItems } from '../calls/records';
import { unsetTrap } from '../values/unset-trap';
import { combineSets, relateSets } from './sets';
import { raiseNamed } from './raise';
import { evaluated, type Machine, type Outcome, type Site } from '../machine';
import { contents, type State } from '../paths/state';
import { writeKey } from '../paths/variables';
import {
  choice,
  constant,
  identify,
  entryKey,
  keyOf,
  mapping,
  none,
  opaque,
  sequence,
  textOf,
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

function store(object: SequenceValue | MappingValue, changed: SequenceValue | MappingValue, state: State): void {
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
    ...(collection ? { isText: true } : {}),
  };
  return { items: [], open: true, element };
}

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

type Method<Receiver> = (
  machine: Machine,
  receiver: Receiver,
  given: CallArguments,
  site: Site,
  state: State,
) => Value | undefined;

const sequenceMethods: Readonly<Record<string, Method<SequenceValue>>> = {
  append: (_, receiver, given, __, state) =>
    changed(receiver, state, (items) => [...items, given.positional[0] ?? none]),
  add: (_, receiver, given, __, state) => changed(receiver, state, (items) => [...items, given.positional[0] ?? none]),
  insert: (_, receiver, given, __, state) =>
    changed(receiver, state, (items) =>
      keyOf(given.positional[0] ?? none) === 'number:0'
        ? [given.positional[1] ?? none, ...items]
        : [...items, given.positional[1] ?? none],
    ),
  extend: (machine, receiver, given, site, state) => {
    const more = machine.iterate(given.positional[0] ?? none, site, state);
    return changed(receiver, state, (items) => [...items, ...more.items], more.open);
  },
  index: (machine, receiver, { positional: [item] }, site, state) =>
    item && knownPosition(machine, receiver, item, site, state),
  copy: (_, receiver, __, ___, state) => sequence(receiver.type, currentSequence(receiver, state).items, receiver.open),
  union: (machine, receiver, given, site, state) => {
    const more = machine.iterate(given.positional[0] ?? none, site, state);
    return sequence(
      receiver.type,
      [...currentSequence(receiver, state).items, ...more.items],
      receiver.open || more.open,
    );
  },
};

const setMethods: Readonly<Record<string, Method<Value>>> = {
  issubset: (machine, receiver, { positional: [other] }, site, state) =>
    other && relateSets(machine, 'subset', receiver, other, site, state),
  issuperset: (machine, receiver, { positional: [other] }, site, state) =>
    other && relateSets(machine, 'subset', other, receiver, site, state),
  isdisjoint: (machine, receiver, { positional: [other] }, site, state) =>
    other && relateSets(machine, 'disjoint', receiver, other, site, state),
  difference: (machine, receiver, { positional: [other] }, site, state) =>
    other && combineSets(machine, '-', receiver, other, site, state),
  intersection: (machine, receiver, { positional: [other] }, site, state) =>
    other && combineSets(machine, '&', receiver, other, site, state),
};

/** `LEVELS.index("admin")`, where it is known what stands where. */
function knownPosition(
  machine: Machine,
  list: SequenceValue,
  item: Value,
  site: Site,
  state: State,
): Value | undefined {
  const positions = (item.kind === 'choice' ? item.options : [item]).map((one) => {
    const { items, open } = machine.iterate(list, site, state);
    const key = keyOf(one);
    return open || key === undefined ? -1 : items.findIndex((known) => keyOf(known) === key);
  });
  return positions.includes(-1) ? undefined : choice(positions.map((position) => constant(position)));
}

function changed(
  receiver: SequenceValue,
  state: State,
  change: (items: readonly Value[]) => readonly Value[],
  open = false,
): Value {
  const current = currentSequence(receiver, state);
  store(receiver, sequence(receiver.type, change(current.items), current.open || open), state);
  return none;
}

const mappingMethods: Readonly<Record<string, Method<MappingValue>>> = {
  get: (_, receiver, given, site, state) => mappingGet(receiver, given, site, state),
  keys: (_, receiver, __, ___, state) =>
    sequence(
      'list',
      entriesOf(receiver, state).map((entry) => entry.key),
      currentMapping(receiver, state).open,
    ),
  values: (_, receiver, __, ___, state) =>
    sequence(
      'list',
      entriesOf(receiver, state).map((entry) => entry.value),
      currentMapping(receiver, state).open,
    ),
  items: (_, receiver, __, ___, state) =>
    sequence(
      'list',
      entriesOf(receiver, state).map((entry) => sequence('tuple', [entry.key, entry.value])),
      currentMapping(receiver, state).open,
    ),
  pop: (_, receiver, given, site, state) => mappingGet(receiver, given, site, state),
  copy: (_, receiver, __, ___, state) => mapping(currentMapping(receiver, state).entries, receiver.open),
  setdefault: (_, receiver, given, __, state) => {
    const [key = none, fallback = none] = given.positional;
    const current = currentMapping(receiver, state);
    const known = current.entries.get(entryKey(key));
    if (known) return known.value;
    const entries = new Map(current.entries);
    entries.set(entryKey(key), { key, value: fallback });
    store(receiver, mapping(entries, current.open), state);
    return fallback;
  },
  update: (_, receiver, given, __, state) => {
    const current = currentMapping(receiver, state);
    const entries = new Map(current.entries);
    const [other] = given.positional;
    if (other?.kind === 'mapping')
      for (const [key, entry] of currentMapping(other, state).entries) entries.set(key, entry);
    for (const [name, value] of given.keyword) entries.set(`string:${name}`, { key: constant(name), value });
    const open = current.open || given.open || (other !== undefined && other.kind !== 'mapping');
    store(receiver, mapping(entries, open), state);
    return none;
  },
};

/** Entries of a dict as this path sees it. */
export function entriesOf(receiver: MappingValue, state: State): { key: Value; value: Value }[] {
  return [...currentMapping(receiver, state).entries.values()];
}

/** An entry of which nothing is known but who may have put it there. */
export function entryOf({ id }: MappingValue, where: string, state: State): SymbolValue {
  const entry = opaque(`dict#${String(id)}${where}`, 'an entry');
  return state.isKept(writeKey(id, contents)) ? { ...entry, isOfFormerRequest: true } : entry;
}

/** `KEYS.get(key)`: found by the caller's data, so testing the result validates. */
function mappingGet(receiver: MappingValue, given: CallArguments, site: Site, state: State): Value {
  const [key = none, fallback = none] = given.positional;
  const current = currentMapping(receiver, state);
  const known = current.entries.get(entryKey(key));
  if (known) return known.value;
  if (keyOf(key) !== undefined && !current.open) return fallback;
  if (key.kind === 'choice')
    return choice(
      key.options.map((option) =>
        mappingGet(receiver, { ...given, positional: [option, ...given.positional.slice(1)] }, site, state),
      ),
    );
  if (!isInput(key)) {
    const values = entriesOf(receiver, state).map((entry) => entry.value);
    return values.length > 0 && values.length <= 3
      ? choice([...values, fallback])
      : entryOf(receiver, `.get(${identify(key)})`, state);
  }
  if (given.positional.length > 1 && !(fallback.kind === 'constant' && !fallback.value))
    return choice([fallback, ...entriesOf(receiver, state).map((entry) => entry.value)]);
  return {
    kind: 'symbol',
    id: `dict#${String(receiver.id)}.get(${identify(key)})`,
    says: `the entry for ${key.says}`,
    nature: 'lookup',
    origins: key.origins,
    optional: true,
    ...((given.positional.length < 2 || isNone(fallback)) && { ifMissing: 'none' }),
    ...(textOf(fallback) === '' && { mayBeEmpty: true }),
    ifTrue: foundInDict(receiver, key, site, state),
  };
}

function isNone(value: Value): boolean {
  return value.kind === 'constant' && value.value === null;
}

function foundInDict(receiver: MappingValue, key: SymbolValue, site: Site, state: State): Check {
  const unset = entriesOf(receiver, state)
    .map((entry) => unsetTrap(key, entry.key))
    .find((trap) => trap !== null);
  return makeCheck('validated', key, `${key.says} is looked up in a dict`, site, {
    isComparison: true,
    trap: unset ?? null,
  });
}

/** `KEYS.get(key, ANONYMOUS)`: an entry for who has a key, and what stands for everybody else; each has a path. */
function entryOrFallback(
  receiver: MappingValue,
  [key, fallback]: readonly Value[],
  site: Site,
  state: State,
): Outcome[] | undefined {
  // A number is compared with others; nothing and an empty text are only what was not found.
  const isFalsy = fallback?.kind === 'constant' && !fallback.value && typeof fallback.value !== 'number';
  if (state.writes === null || !key || !fallback || isFalsy || !isInput(key)) return undefined;
  const entries = entriesOf(receiver, state).map((entry) => entry.value);
  const isFollowed = state.followsWeak || isOfCredential(key);
  if (entries.length === 0 || receiver.open || !isFollowed) return undefined;
  const missing = state.divide(foundInDict(receiver, key, site, state));
  return [...evaluated(state, choice(entries)), ...evaluated(missing, fallback)];
}

/** `KEYS.index(key)`, `KEYS.remove(key)`: ValueError or KeyError where it is none of them. */
function positionOf(
  machine: Machine,
  receiver: SequenceValue,
  item: Value | undefined,
  site: Site,
  state: State,
): Outcome[] | undefined {
  if (!item || !isInput(item) || state.writes === null) return undefined;
  const isMember = machine.compare('in', item, receiver, site, state);
  return machine
    .branch(isMember, state, site.location)
    .flatMap((side) =>
      side.truth
        ? evaluated(side.state, opaque(`position of ${item.id}`, 'a position'))
        : raiseNamed(side.state, receiver.type === 'set' ? 'builtins.KeyError' : 'builtins.ValueError', site),
    );
}

/** What sets and lists have in common with those that only a setting knows; undefined for what is no collection. */
export function callMembership(
  machine: Machine,
  receiver: Value,
  name: string,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  const isCollection =
    receiver.kind === 'sequence' || (receiver.kind === 'symbol' && receiver.collection !== undefined);
  if (!isCollection) return undefined;
  // `list(KEYS).pop()`; of known items it is not known which are left.
  if (name === 'pop' && receiver.kind === 'symbol')
    return evaluated(state, machine.iterate(receiver, site, state).element);
  if (name === 'count') return countIn(machine, receiver, given.positional[0], site, state);
  const related = setMethods[name]?.(machine, receiver, given, site, state);
  return related && evaluated(state, related);
}

/** `KEYS.count(key) > 0`: once or never. */
function countIn(
  machine: Machine,
  receiver: Value,
  item: Value | undefined,
  site: Site,
  state: State,
): Outcome[] | undefined {
  if (!item || !machine.forking) return undefined;
  return machine
    .branch(machine.compare('in', item, receiver, site, state), state, site.location)
    .flatMap((side) => evaluated(side.state, constant(side.truth ? 1 : 0)));
}

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
