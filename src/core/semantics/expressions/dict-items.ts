import { describe, isInput, isOfAnySession, makeCheck } from './checks';
import { currentMapping, entriesOf, entryOf } from './collections';
import { anyValue } from './mapping-methods';
import { membershipId } from './membership';
import { passOrRaise, raiseNamed, type Failure } from './raise';
import { evaluated, type Machine, type Outcome, type Site } from '../machine';
import type { State } from '../paths/state';
import { constant, entryKey, identify, keyOf, type MappingValue, type SymbolValue, type Value } from '../values/values';

/** `OWNERS[key]` with the caller's key: KeyError for an unknown one, so going on means that it was found. */
export function findOrRaise(object: Value, index: SymbolValue, site: Site, state: State): Outcome[] {
  const id = `${object.kind === 'symbol' ? object.id : identify(object)}[${identify(index)}]`;
  const says = `${index.says} is looked up in ${describe(object)}`;
  // What callers have in their own session proves nothing, and is no secret of others.
  const owned = object.kind === 'symbol' && isOfAnySession(object) ? object : undefined;
  const check = makeCheck(owned ? 'present' : 'validated', index, says, site, { isComparison: true });
  const found: SymbolValue = {
    kind: 'symbol',
    id,
    says: `the entry for ${index.says}`,
    nature: 'lookup',
    origins: owned?.origins ?? index.origins,
    optional: false,
    isTruthy: object.kind === 'mapping' && !object.open && entriesOf(object, state).every(({ value }) => isTrue(value)),
  };
  if (state.writes === null || state.assumed(membershipId(index, object)) === true) return evaluated(state, found);
  return passOrRaise(check, found, keyError, site, state);
}

/** Values of which Python knows that they are true. */
function isTrue(value: Value): boolean {
  if (value.kind === 'constant') return Boolean(value.value);
  if (value.kind === 'sequence') return value.items.length > 0;
  return value.kind === 'mapping' ? value.entries.size > 0 : value.kind === 'function';
}

const keyError: Failure = { name: 'builtins.KeyError', status: null, isImplicit: true };

/** `table[index]` of a dict whose entries are known. */
export function dictItem(machine: Machine, object: MappingValue, index: Value, site: Site, state: State): Outcome[] {
  const answered = itemByTruth(machine, object, index, site, state);
  if (answered) return answered;
  if (isInput(index)) return findOrRaise(object, index, site, state);
  const isMissing = machine.forking && !object.open && isKnownToMiss(machine, object, index, site, state);
  return isMissing ? raiseNamed(state, 'builtins.KeyError', site) : evaluated(state, knownItem(object, index, state));
}

/** `OWNERS[None]` for a key that was not sent. */
function isKnownToMiss(machine: Machine, object: MappingValue, index: Value, site: Site, state: State): boolean {
  if (index.kind !== 'constant') return false;
  const found = machine.compare('in', index, object, site, state);
  return found.kind === 'constant' && found.value === false;
}

/** `{True: serve, False: refuse}[bool(key)]`: who finds what is known by the test alone; undefined for other tables. */
function itemByTruth(
  machine: Machine,
  object: MappingValue,
  index: Value,
  site: Site,
  state: State,
): Outcome[] | undefined {
  const { entries, open } = currentMapping(object, state);
  const keys = [...entries.values()].map(({ key }) => key);
  const isTable = keys.every((key) => key.kind === 'constant' && typeof key.value === 'boolean');
  if (!machine.forking || open || keys.length === 0 || !isTable || index.kind === 'constant') return undefined;
  return machine.branch(index, state, site.location).flatMap((side) => {
    const found = entries.get(entryKey(constant(side.truth)));
    return found ? evaluated(side.state, found.value) : raiseNamed(side.state, 'builtins.KeyError', site);
  });
}

function knownItem(object: MappingValue, index: Value, state: State): Value {
  const current = currentMapping(object, state);
  const found = current.entries.get(entryKey(index));
  if (found) return found.value;
  const any = keyOf(index) === undefined ? anyValue([...current.entries.values()]) : undefined;
  return any ?? entryOf(object, `[${identify(index)}]`, state);
}
