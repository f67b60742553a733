import { isMissing, isNone } from '../values/missing';
import { describe, isInput, isServerText, makeCheck, makeFormCheck, originsAgainst, plainTest } from './checks';
import { isKnownWord } from './known-words';
import { holdsNoEmpty, isEmpty, isNeverEqual } from './empty-text';
import type { Machine, Site } from '../machine';
import { askPart, askSent } from '../values/sending';
import { mayBeUnwritten } from '../paths/merge';
import type { State } from '../paths/state';
import { writeKey } from '../paths/variables';
import { holdsSecret, isOtherText } from './text';
import { unsetTrap } from '../values/unset-trap';
import type { Check, Trap } from '../values/credential-check';
import {
  type ConstantValue,
  type MappingValue,
  type SequenceValue,
  type SymbolValue,
  type Value,
  constant,
  identify,
  keyOf,
  textOf,
} from '../values/values';

/** Names the question whether something is in a collection. */
export function membershipId(item: Value, collection: Value): string {
  return `${identify(item)} in ${identify(collection)}`;
}

/** The value of `item in collection`, with what it proves about the caller. */
export function contains(machine: Machine, item: Value, collection: Value, site: Site, state: State): Value {
  const id = membershipId(item, collection);
  const says = `${describe(item)} in ${describe(collection)}`;
  const known = knownMembership(machine, item, collection, site, state);
  if (known !== undefined) return constant(known);
  if (isEmpty(item, state) && holdsNoEmpty(collection)) return constant(false);
  if (textOf(collection) === '' && isNeverEqual(collection, item, state)) return constant(false);
  if (isGlobals(collection)) {
    const written = state.writes?.get(writeKey('flask.g', textOf(item) ?? ''));
    if (written && !mayBeUnwritten(written)) return constant(true);
    const unset = written ?? machine.attribute(collection, textOf(item) ?? '', site, state);
    return isMissing(unset) ? constant(false) : unset;
  }
  if (collection.kind === 'symbol' && collection.container !== undefined && textOf(item) !== undefined) {
    const field = machine.subscript(collection, item, site, state.fork()).find((outcome) => !outcome.raised)?.value;
    if (field?.kind === 'symbol') {
      if (state.assumed(field.id) === true || state.assumed(`${field.id} sent`) === true) return constant(true);
      return {
        ...plainTest(id, `${field.says} was sent`, [field]),
        ifTrue: field.nature === 'identity' ? (field.ifTrue ?? null) : wasSent(field, site),
      };
    }
  }
  const attribute = collection.kind === 'external' ? textOf(item) : undefined;
  if (attribute !== undefined) {
    // `"user" in current_app.extensions`: what else outside the workspace some path wrote to.
    const value = machine.attribute(collection, attribute, site, state);
    if (isMissing(value)) return constant(false);
    if (state.writes?.get(writeKey(identify(collection), attribute)) !== undefined) return constant(true);
  }
  if (!isInput(item)) {
    const isIdentity =
      item.kind === 'symbol' && (item.nature === 'identity' || item.nature === 'lookup') && item.ifTrue;
    if (isIdentity) return { ...plainTest(id, says, [item, collection]), ifTrue: item.ifTrue ?? null };
    if (collection.kind === 'symbol' && collection.nature !== 'input' && collection.ifTrue)
      return { ...plainTest(id, says, [item]), ifTrue: collection.ifTrue };
    if (isInput(collection))
      return {
        ...plainTest(id, says, [collection]),
        ifTrue: isServerText(item) ? holdsSecret(collection, item, site) : makeFormCheck(collection, site),
      };
    return plainTest(id, says, [item, collection]);
  }
  return { ...plainTest(id, says, [item, collection]), ifTrue: membershipCheck(item, collection, site) };
}

/** https://flask.palletsprojects.com/en/stable/api/#flask.g */
function isGlobals(collection: Value): boolean {
  return collection.kind === 'external' && collection.name === 'flask.g';
}

function wasSent(field: SymbolValue, site: Site): Check {
  const check = field.ifTrue ?? makeCheck('present', field, `${field.says} was sent`, site);
  const sending = askSent(field.field);
  return sending ? { ...check, sending } : check;
}

function membershipCheck(item: SymbolValue, collection: Value, site: Site): Check {
  const says = `${item.says} is looked up in ${describe(collection)}`;
  if (!isServerSide(collection)) return makeCheck('present', item, `${says}, which the caller sends too`, site);
  if (isText(collection)) {
    const sending = askPart(item.field);
    return makeCheck('present', item, `${item.says} in a string is a substring test`, site, {
      trap: { rule: 'substring-key-check', says: 'any part of the string passes, also the empty one', clearedBy: [] },
      ...(sending && { sending }),
    });
  }
  if (item.isShape === true || areKnownWords(item, collection)) return makeFormCheck(item, site);
  const trap = emptyMemberTrap(item, collection);
  const subject = { ...item, origins: originsAgainst(collection, item.origins) };
  return makeCheck('validated', subject, says, site, {
    trap,
    isComparison: true,
    isStaticSet: isStaticSet(collection),
  });
}

/** `request.args.get("format") in ("csv", "json")`. */
function areKnownWords(item: SymbolValue, collection: Value): boolean {
  if (collection.kind !== 'sequence' || collection.open || collection.items.length === 0) return false;
  return collection.items.every((member) => textOf(member) !== undefined && isKnownWord(item, member));
}

/** Literals and settings, as opposed to what is kept for callers; a mapping tells callers apart. */
function isStaticSet(collection: Value): boolean {
  const isStatic = (value: Value): boolean =>
    value.kind === 'constant' || (value.kind === 'symbol' && value.nature === 'setting');
  return collection.kind === 'sequence' ? collection.items.every(isStatic) : isStatic(collection);
}

/** A caller who sends one of the members has the other to send, too. */
function isServerSide(value: Value): boolean {
  if (value.kind === 'sequence') return !value.items.some(isInput);
  return !isInput(value);
}

function isText(value: Value): boolean {
  return (
    textOf(value) !== undefined || (value.kind === 'symbol' && value.isText === true && value.collection === undefined)
  );
}

function emptyMemberTrap(item: SymbolValue, collection: Value): Trap | null {
  const clearedBy = item.field ? [] : [item.id, ...(item.bases ?? [])];
  if (collection.kind === 'symbol' && collection.collection?.mayHoldEmpty === true && item.mayBeEmpty !== false) {
    return {
      rule: 'unset-key-accepted',
      says:
        collection.nature === 'setting'
          ? `when ${collection.says} is unset, its only member is the empty string`
          : `when ${collection.says} gives an empty text, as behind the last separator`,
      clearedBy: [...clearedBy, collection.collection.secretId],
      ...(item.field && { springs: { field: item.field.id, when: item.field.empty } }),
    };
  }
  const members =
    collection.kind === 'sequence'
      ? collection.items
      : collection.kind === 'mapping'
        ? [...collection.entries.values()].map((entry) => entry.key)
        : [];
  const missing = members.find((member) => isSentByAnyone(item, member));
  if (missing)
    return {
      rule: 'unset-key-accepted',
      says: `when ${missing.value === null ? 'none' : 'an empty one'} is sent, which is among the accepted ones`,
      clearedBy,
      clearedIfFalse: missing.value === null ? [`${item.id} is None`] : [],
      ...(item.field && {
        springs: { field: item.field.id, when: missing.value === null ? item.field.none : item.field.empty },
      }),
    };
  const unset = members.find(
    (member): member is SymbolValue => member.kind === 'symbol' && unsetTrap(item, member) !== null,
  );
  return unset ? unsetTrap(item, unset) : null;
}

/** None for a key that is not sent, or an empty one, stands among the keys. */
function isSentByAnyone(item: SymbolValue, member: Value): member is ConstantValue {
  if (member.kind !== 'constant') return false;
  return (member.value === null && item.optional === true) || (member.value === '' && item.mayBeEmpty !== false);
}

function knownMembership(
  machine: Machine,
  item: Value,
  collection: Value,
  site: Site,
  state: State,
): boolean | undefined {
  // `Right.WRITE in Right(0)`
  if (collection.kind === 'constant' && collection.value === 0) return false;
  if (keyOf(item) === undefined)
    return item.kind === 'symbol' && isNoneOf(machine, item, collection, site, state) ? false : undefined;
  const text = textOf(collection);
  if (text !== undefined && item.kind === 'constant')
    return typeof item.value === 'string' ? text.includes(item.value) : false;
  if (collection.kind === 'sequence' || collection.kind === 'mapping')
    return memberOf(machine, item, collection, site, state);
  // `key if sent else None`: keys that somebody keeps are texts.
  return isNone(item) && isKeptByServer(collection) ? false : undefined;
}

/** `request.path in ("/health", "/docs")` for `/users/<id>`. */
function isNoneOf(machine: Machine, item: SymbolValue, collection: Value, site: Site, state: State): boolean {
  if (item.knownPrefix === undefined || (collection.kind !== 'sequence' && collection.kind !== 'mapping')) return false;
  const { items, open } = machine.iterate(collection, site, state);
  return (
    !open &&
    items.every((member) => {
      const text = textOf(member);
      return text !== undefined && isOtherText(item, text);
    })
  );
}

function isKeptByServer(value: Value): boolean {
  return value.kind === 'symbol' && value.container === undefined && ['setting', 'server'].includes(value.nature);
}

function memberOf(
  machine: Machine,
  item: Value,
  collection: SequenceValue | MappingValue,
  site: Site,
  state: State,
): boolean | undefined {
  const { items, open } = machine.iterate(collection, site, state);
  const key = keyOf(item);
  if (items.some((member) => keyOf(member) === key)) return true;
  const mayBeItem = (member: Value): boolean =>
    keyOf(member) === undefined &&
    !(isNone(item) && isKeptByServer(member) && !(member.kind === 'symbol' && member.optional === true));
  return open || items.some(mayBeItem) ? undefined : false;
}
