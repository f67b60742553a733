import { isInput, isServerText, makeCheck, makeFormCheck, originsAgainst, plainTest } from './checks';
import { askEqual, askTruth, derivedField, partedField } from '../values/sending';
import type { Field } from '../values/field';
import { evaluated, type Outcome, type Site } from '../machine';
import type { State } from '../paths/state';
import type { Check, Trap } from '../values/credential-check';
import { constant, identify, textOf, type CallArguments, type SymbolValue, type Value } from '../values/values';
import { callKnownText } from './known-text';

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
/** Whether a method gives True or False, and no number. */
function isAnswer(method: string): boolean {
  return /^(?:starts|ends)with$|^is/.test(method);
}

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
    return { id, ...shared, says: input.says, ifTrue: holdsSecret(input, secret, site) };
  if (shapeMethods.has(method)) {
    const says = `the form of ${input.says} is tested`;
    // An empty text has no form but that of ASCII.
    const isTelling = method.endsWith('with')
      ? (textOf(given.positional[0]) ?? '') !== ''
      : isAnswer(method) && method !== 'isascii';
    const sending = isTelling ? askEqual(input.field, null) : undefined;
    return {
      id,
      ...shared,
      says,
      isShape: true,
      isTest: isAnswer(method),
      ifTrue: makeFormCheck(input, site, sending && { sending }),
    };
  }
  if (splitMethods.has(method)) {
    const isListed = method.endsWith('partition') || given.positional.length > 0;
    const parted = withField(input, partedField(input.field, id, isListed));
    return { ...parted, ...shared, id, says: `a part of ${input.says}`, ifTrue: presence(parted, site) };
  }
  if (input.isShape === true) return { id, ...shared, says: input.says, isShape: true };
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

/** `header.endswith(KEY)`, `KEY in header`: only who knows the server's text can send one that holds it. */
export function holdsSecret(input: SymbolValue, secret: SymbolValue, site: Site): Check {
  const says = `${input.says} is searched for ${secret.says}`;
  const isEmptyAnywhere = secret.mayBeEmpty === true;
  return makeCheck('validated', { ...input, origins: originsAgainst(secret, input.origins) }, says, site, {
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
  return field ? { field, ...rest } : rest;
}

/** Whether a value was made by cutting a text at a separator. */
export function isSplit(id: string): boolean {
  return /\.r?split|\.partition/.test(id);
}

/** What stands at some place of the caller's data; `isShape` for the scheme before a token. */
export function partOfInput(whole: SymbolValue, id: string, isShape: boolean, site: Site): SymbolValue {
  const part = withField(whole, derivedField(whole.field?.base ?? whole.field, id));
  return {
    kind: 'symbol',
    ...(part.field && { field: part.field }),
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
    isTest: isAnswer(method),
    ifTrue: makeCheck('present', sought, says, site, { trap }),
  };
}
