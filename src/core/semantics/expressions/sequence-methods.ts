import { isInput } from './checks';
import { combineSets, relateSets } from './sets';
import { raiseNamed } from './raise';
import { evaluated, type Machine, type Outcome, type Site } from '../machine';
import type { State } from '../paths/state';
import {
  choice,
  constant,
  keyOf,
  none,
  opaque,
  sequence,
  type CallArguments,
  type SequenceValue,
  type Value,
} from '../values/values';
import { currentSequence, store, type Method } from './collections';

/** What the methods of a list, tuple or set give. */
export const sequenceMethods: Readonly<Record<string, Method<SequenceValue>>> = {
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

/** `KEYS.index(key)`, `KEYS.remove(key)`: ValueError or KeyError where it is none of them. */
export function positionOf(
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
