import { isNone } from '../values/missing';
import { isOfCredential, type Check } from '../values/credential-check';
import { isInput, makeCheck } from './checks';
import { unsetTrap } from '../values/unset-trap';
import { evaluated, type Outcome, type Site } from '../machine';
import type { State } from '../paths/state';
import {
  choice,
  constant,
  identify,
  entryKey,
  keyOf,
  mapping,
  none,
  sequence,
  textOf,
  type CallArguments,
  type MappingValue,
  type SymbolValue,
  type Value,
} from '../values/values';
import { currentMapping, store, type Method, entriesOf, entryOf } from './collections';

/** What the methods of a dict give. */
export const mappingMethods: Readonly<Record<string, Method<MappingValue>>> = {
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

/** Different values that are told apart where it is not known which of them a table gives. */
const mostValues = 4;

/** What a table gives that is asked for something unknown: one of its values; undefined for too many. */
export function anyValue(entries: readonly { readonly value: Value }[]): Value | undefined {
  const any = choice(entries.map(({ value }) => value));
  return entries.length === 0 || (any.kind === 'choice' && any.options.length > mostValues) ? undefined : any;
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
    const any = anyValue(entriesOf(receiver, state));
    return any ? choice([any, fallback]) : entryOf(receiver, `.get(${identify(key)})`, state);
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
export function entryOrFallback(
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
