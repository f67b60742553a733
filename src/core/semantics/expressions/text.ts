import { describe, isInput, makeCheck, makeFormCheck, originsOf, plainTest } from './checks';
import { askEqual, askTruth, derivedField, partedField } from '../values/sending';
import type { Field } from '../values/field';
import { evaluated, type Outcome, type Site } from '../machine';
import type { State } from '../paths/state';
import type { Check, Trap } from '../values/credential-check';
import {
  constant,
  identify,
  opaque,
  sequence,
  textOf,
  type CallArguments,
  type SymbolValue,
  type Value,
} from '../values/values';

/** Joins parts of a text; constants join to a constant, anything from the caller stays the caller's. */
export function concatenate(parts: readonly Value[]): Value {
  if (parts.every((part) => part.kind === 'constant')) {
    return constant(parts.map((part) => String(part.value)).join(''));
  }
  const inputs = parts.filter((part) => part.kind === 'symbol' && part.nature === 'input');
  const id = `text(${parts.map(identify).join('+')})`;
  if (inputs.length > 0) {
    const bases = inputs.flatMap((input) => (input.kind === 'symbol' ? [input.id, ...(input.bases ?? [])] : []));
    return {
      kind: 'symbol',
      id,
      says: inputs.map(describe).join(' and '),
      nature: 'input',
      origins: inputs.flatMap((input) => originsOf(input)),
      optional: false,
      mayBeEmpty: false,
      isShape: inputs.every((input) => input.kind === 'symbol' && input.isShape === true),
      bases,
    };
  }
  const settings = parts.filter((part) => part.kind === 'symbol' && part.nature === 'setting');
  const prefix = textOf(parts[0]);
  const suffix = textOf(parts.at(-1));
  const [setting] = settings;
  return {
    kind: 'symbol',
    id,
    says: setting ? describe(setting) : 'a text',
    nature: setting ? 'setting' : 'server',
    origins: [],
    isText: true,
    optional: false,
    mayBeEmpty: false,
    holdsUnset: settings.length > 0 && settings.every(mayBeUnset),
    bases: settings.flatMap((part) => (part.kind === 'symbol' ? [part.id, ...(part.bases ?? [])] : [])),
    ...(prefix === undefined ? {} : { knownPrefix: prefix }),
    ...(suffix === undefined ? {} : { knownSuffix: suffix }),
  };
}

function mayBeUnset(part: Value): boolean {
  return part.kind === 'symbol' && (part.optional === true || part.mayBeEmpty === true || part.holdsUnset === true);
}

const shapeMethods = new Set([
  'startswith',
  'endswith',
  'isdigit',
  'isalnum',
  'isalpha',
  'isascii',
  'isupper',
  'islower',
  'count',
  'find',
  'index',
  'rfind',
  'isnumeric',
  'isidentifier',
  'isspace',
]);
/** Methods whose result is empty only where the text is. */
export const wholeMethods = new Set([
  'encode',
  'decode',
  'lower',
  'upper',
  'casefold',
  'title',
  'swapcase',
  'capitalize',
]);
const splitMethods = new Set(['split', 'rsplit', 'splitlines', 'partition', 'rpartition']);

/** Methods of `str` and `bytes` on a known text; undefined when the result is not known. */
export function callTextMethod(text: string, method: string, given: CallArguments): Value | undefined {
  const values = given.positional;
  const first = values[0];
  const argument = textOf(first);
  switch (method) {
    case 'lower':
    case 'casefold':
      return constant(text.toLowerCase());
    case 'upper':
      return constant(text.toUpperCase());
    case 'strip':
    case 'lstrip':
    case 'rstrip':
      return constant(stripText(text, method, argument));
    case 'encode':
    case 'decode':
      return constant(text);
    case 'startswith':
    case 'endswith':
      return hasEnd(text, method, first);
    case 'replace':
    case 'removeprefix':
    case 'removesuffix':
      return argument === undefined ? undefined : withoutPart(text, method, argument, textOf(values[1]));
    case 'split':
    case 'rsplit':
      return splitText(text, method, argument, values[1] ?? given.keyword.get('maxsplit'));
    case 'join':
      return first?.kind === 'sequence' && !first.open && first.items.every((item) => textOf(item) !== undefined)
        ? constant(first.items.map((item) => textOf(item) ?? '').join(text))
        : undefined;
    case 'format':
      return formatText(text, given);
    default:
      return undefined;
  }
}

/** `"api.users".rsplit(".", 1)`: at most so often, from the left or from the right. */
function splitText(
  text: string,
  method: string,
  separator: string | undefined,
  most: Value | undefined,
): Value | undefined {
  const parts = separator === undefined ? text.split(/\s+/).filter((part) => part !== '') : text.split(separator);
  const limit = most?.kind === 'constant' && typeof most.value === 'number' ? most.value : undefined;
  if (most !== undefined && (limit === undefined || separator === undefined)) return undefined;
  const isLimited = separator !== undefined && limit !== undefined && limit >= 0 && parts.length > limit + 1;
  const cut = isLimited ? joinRest(parts, method === 'split' ? limit : parts.length - limit, method, separator) : parts;
  return sequence(
    'list',
    cut.map((part) => constant(part)),
  );
}

/** Parts cut at one place: `split` leaves what stands behind it whole, `rsplit` what stands before. */
function joinRest(parts: readonly string[], at: number, method: string, separator: string): readonly string[] {
  const [before, behind] = [parts.slice(0, at), parts.slice(at)];
  return method === 'split' ? [...before, behind.join(separator)] : [before.join(separator), ...behind];
}

function withoutPart(text: string, method: string, part: string, replacement: string | undefined): Value | undefined {
  if (method === 'replace') return replacement === undefined ? undefined : constant(text.replaceAll(part, replacement));
  if (method === 'removeprefix') return constant(text.startsWith(part) ? text.slice(part.length) : text);
  return constant(part !== '' && text.endsWith(part) ? text.slice(0, -part.length) : text);
}

/** `startswith` and `endswith`, of one text or any of several. */
function hasEnd(text: string, method: string, ends: Value | undefined): Value | undefined {
  const options = (ends?.kind === 'sequence' ? ends.items : [ends]).map(textOf);
  if (!options.every((option) => option !== undefined)) return undefined;
  return constant(
    options.some((option) => (method === 'startswith' ? text.startsWith(option) : text.endsWith(option))),
  );
}

function stripText(text: string, method: string, characters: string | undefined): string {
  const isStripped = (unit: string | undefined): boolean =>
    unit !== undefined && (characters === undefined ? /\s/.test(unit) : characters.includes(unit));
  let start = 0;
  let end = text.length;
  if (method !== 'rstrip') while (start < end && isStripped(text[start])) start++;
  if (method !== 'lstrip') while (end > start && isStripped(text[end - 1])) end--;
  return text.slice(start, end);
}

function formatText(text: string, given: CallArguments): Value {
  let next = 0;
  const parts = text.split(/(\{\w*\})/).map((piece): Value => {
    const field = /^\{(\w*)\}$/.exec(piece)?.[1];
    if (field === undefined) return constant(piece);
    const index = field === '' ? next++ : Number(field);
    return given.keyword.get(field) ?? given.positional[index] ?? opaque(`{${field}}`);
  });
  return concatenate(parts);
}

/** Methods of a caller's text. A transformed text is still the caller's; `startswith` and the like tell only its form. */
export function callInputMethod(input: SymbolValue, method: string, given: CallArguments, site: Site): Value {
  const id = `${input.id}.${method}(${given.positional.map(identify).join(',')})`;
  const bases = [input.id, ...(input.bases ?? [])];
  const shared = {
    kind: 'symbol',
    nature: 'input',
    origins: input.origins,
    optional: false,
    mayBeEmpty: input.mayBeEmpty ?? true,
    bases,
  } as const;
  const secret = given.positional.find(isServerText);
  if (secret !== undefined && /^(?:startswith|endswith|count)$/.test(method))
    return { ...shared, id, says: input.says, ifTrue: holdsSecret(input, secret, site) };
  if (shapeMethods.has(method)) {
    const says = `the form of ${input.says} is tested`;
    const isTelling = /^(?:starts|ends)with$/.test(method) && (textOf(given.positional[0]) ?? '') !== '';
    const sending = isTelling ? askEqual(input.field, null) : undefined;
    return {
      ...shared,
      id,
      says,
      isShape: true,
      ifTrue: makeFormCheck(input, site, sending && { sending }),
    };
  }
  if (splitMethods.has(method)) {
    const isListed = method.endsWith('partition') || given.positional.length > 0;
    const parted = withField(input, partedField(input.field, id, isListed));
    return { ...parted, ...shared, id, says: `a part of ${input.says}`, ifTrue: presence(parted, site) };
  }
  if (input.isShape === true) return { ...shared, id, says: input.says, isShape: true };
  const made = wholeMethods.has(method)
    ? withField(input, input.field && { ...input.field, none: 0 })
    : madeOf(input, id);
  return {
    ...made,
    ...shared,
    id,
    says: input.says,
    ifTrue: presence(made, site),
    isTruthy: input.isTruthy === true && method.endsWith('digest'),
  };
}

/** A setting that may be a key, or a text that was made at random. */
export function isServerText(value: Value): value is SymbolValue {
  if (value.kind !== 'symbol' || value.collection !== undefined) return false;
  return value.nature === 'setting' || (value.nature === 'server' && value.isText === true && value.isTruthy === true);
}

/** `header.endswith(KEY)`, `KEY in header`: only who knows the server's text can send one that holds it. */
export function holdsSecret(input: SymbolValue, secret: SymbolValue, site: Site): Check {
  const says = `${input.says} is searched for ${secret.says}`;
  const isEmptyAnywhere = secret.mayBeEmpty === true;
  return makeCheck('validated', input, says, site, {
    isComparison: true,
    isStaticKey: true,
    trap: isEmptyAnywhere
      ? {
          rule: 'unset-key-accepted',
          says: `when ${secret.says} is unset: every text holds the empty one`,
          clearedBy: [secret.id, ...(secret.bases ?? [])],
        }
      : null,
  });
}

/** Being there and not empty. */
export function presence(input: SymbolValue, site: Site): ReturnType<typeof makeCheck> {
  const sending = askTruth(input.field);
  return makeCheck('present', input, `${input.says} was sent`, site, sending && { sending });
}

/** The same value under another id, as one that was made of it. */
export function madeOf(input: SymbolValue, id: string): SymbolValue {
  return { ...withField(input, derivedField(input.field, id)), id };
}

/** The value as one that was read from another field. */
export function withField({ field: _field, ...rest }: SymbolValue, field: Field | undefined): SymbolValue {
  return field ? { ...rest, field } : rest;
}

/** Whether a value was made by cutting a text at a separator. */
export function isSplit(id: string): boolean {
  return /\.r?split|\.partition/.test(id);
}

/** What stands at some place of the caller's data; `isShape` for the scheme before a token. */
export function partOfInput(whole: SymbolValue, id: string, isShape: boolean, site: Site): SymbolValue {
  const part = withField(whole, derivedField(whole.field?.base ?? whole.field, id));
  return {
    ...(part.field && { field: part.field }),
    kind: 'symbol',
    id,
    says: whole.says,
    nature: 'input',
    origins: whole.origins,
    optional: false,
    mayBeEmpty: true,
    bases: [whole.id, ...(whole.bases ?? [])],
    isShape,
    ifTrue: presence(part, site),
  };
}

/** Whether a text known only by its ends certainly differs from another one. */
export function isOtherText({ knownPrefix, knownSuffix }: SymbolValue, text: string): boolean {
  return !text.startsWith(knownPrefix ?? '') || !text.endsWith(knownSuffix ?? '');
}

/** Methods of a text known only by its ends. */
export function callPrefixedMethod(symbol: SymbolValue, method: string, given: CallArguments): Value {
  const id = `${symbol.id}.${method}(${given.positional.map(identify).join(',')})`;
  const { knownPrefix = '', knownSuffix = '' } = symbol;
  const [first] = given.positional;
  const options = first?.kind === 'sequence' && !first.open ? first.items.map(textOf) : [textOf(first)];
  if (method === 'startswith' && options.every((option) => option !== undefined)) {
    if (options.some((option) => knownPrefix.startsWith(option))) return constant(true);
    if (options.every((option) => !option.startsWith(knownPrefix))) return constant(false);
  }
  if (method === 'endswith' && options.every((option) => option !== undefined)) {
    if (options.some((option) => knownSuffix.endsWith(option))) return constant(true);
    if (options.every((option) => !option.endsWith(knownSuffix))) return constant(false);
  }
  if (method === 'rstrip' || method === 'strip') return { ...symbol, knownSuffix: '' };
  if (method === 'lower') return symbol;
  return plainTest(id, `${symbol.says}.${method}(…)`, [symbol]);
}

/** Any method of a value: text first, then the caller's data; undefined when the value is neither. */
export function callOnText(
  receiver: Value,
  method: string,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  const text = textOf(receiver);
  if (text !== undefined) return evaluated(state, callKnownText(receiver, text, method, given));
  if (receiver.kind !== 'symbol') return undefined;
  if (receiver.nature === 'input' && receiver.container === undefined)
    return evaluated(state, callInputMethod(receiver, method, given, site));
  const sought = given.positional.find(isInput);
  if (
    sought !== undefined &&
    shapeMethods.has(method) &&
    (receiver.nature === 'setting' || receiver.nature === 'server')
  )
    return evaluated(state, searchedText(receiver, method, sought, site));
  return receiver.knownPrefix === undefined ? undefined : evaluated(state, callPrefixedMethod(receiver, method, given));
}

function callKnownText(receiver: Value, text: string, method: string, given: CallArguments): Value {
  // The digest of a known text, as `hashlib` is modelled.
  if (/^(?:hex)?digest$/.test(method)) return receiver;
  const result = callTextMethod(text, method, given);
  if (result) return result;
  if (method === 'join')
    return concatenate(given.positional.flatMap((part) => (part.kind === 'sequence' ? part.items : [part])));
  return {
    ...opaque(`${identify(receiver)}.${method}(${given.positional.map(identify).join(',')})`, 'a text'),
    isText: true,
  };
}

/** `KEY.startswith(key)`, `KEYS.find(key)`: the caller's text is only looked for in the server's. */
function searchedText(receiver: SymbolValue, method: string, sought: SymbolValue, site: Site): SymbolValue {
  const says = `${sought.says} is only looked for in ${receiver.says}`;
  const isSubstring =
    /find|count|index/.test(method) &&
    receiver.nature === 'setting' &&
    receiver.collection === undefined &&
    receiver.isText === true;
  const trap: Trap | null = isSubstring
    ? { rule: 'substring-key-check', says: 'any part of the string passes, also the empty one', clearedBy: [] }
    : null;
  return {
    kind: 'symbol',
    id: `${receiver.id}.${method}(${sought.id})`,
    says,
    nature: 'input',
    origins: sought.origins,
    isShape: true,
    ifTrue: makeCheck('present', sought, says, site, { trap }),
  };
}
