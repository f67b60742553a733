import { describe, isInput, makeCheck, originsOf } from '../expressions/checks';
import type { Site } from '../machine';
import { membershipId } from '../expressions/membership';
import { wholeMethods } from '../expressions/text';
import { alwaysFinds, isAggregate, isPattern, isQuery } from './queries';
import type { Origin } from '../values/credential-check';
import { identify, type CallArguments, type SymbolValue, type Value } from '../values/values';

/** Names of look-ups in ORMs, stores, drivers and collections: if the result is tested, what was looked up is validated. */
export const lookUpVerbs =
  /^(?:get|filter|filter_by|find|find_one|find_by_\w+|get_by|get_by_\w+|get_\w+_by_\w+|first|one|one_or_none|get_or_none|query|execute|fetchone|fetchall|select|where|scalar|scalars|scalar_one_or_none|exists|lookup|lookup_\w+|hget|hexists|sismember|exec_driver_sql|load|all|count|or_404|first_or_404|get_or_404|one_or_404|objects|all_by|by_\w+|from_\w+|join|options|limit|order_by|with_entities|contains|has)$/;

/** Give a text, in which every part of itself is found. */
const givesText =
  /^(?:hex|digest|hexdigest|token_hex|token_urlsafe|read|read_text|getvalue|strip|lstrip|rstrip|lower|upper|casefold|decode|replace|format|dumps)$/;

/** Give a text of some length, whatever it is made of. */
const givesFilledText = /^(?:hex|hexdigest|token_hex|token_urlsafe)$/;

/** What a provider is sent to say who came back from it. https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3 */
export function isTokenRequest(value: Value): boolean {
  if (value.kind !== 'mapping' || !['client_secret', 'grant_type'].some((name) => value.entries.has(`string:${name}`)))
    return false;
  const code = value.entries.get('string:code')?.value;
  return code !== undefined && originsOf(code).length > 0;
}

/** The last name of a dotted one. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The object whose method of that name is called. */
export function ownerOf(callee: Value, method: string): Value | undefined {
  const isPart = callee.kind === 'symbol' && callee.id.endsWith(`.${method}`);
  return isPart ? { ...callee, id: callee.id.slice(0, -method.length - 1) } : receiverOf(callee);
}

/** Whose method is called; undefined for a plain function. */
export function receiverOf(callee: Value): Value | undefined {
  return callee.kind === 'method' ? callee.receiver : callee.kind === 'symbol' ? callee : undefined;
}

/** What the result of a call is, told by what was called with what. */
export function resultOf(callee: Value, name: string, last: string, given: CallArguments, site: Site): SymbolValue {
  const values = given.keyword.size > 0 ? [...given.positional, ...given.keyword.values()] : given.positional;
  const id = `${identify(callee)}(${values.map(identify).join(',')})`;
  const base = { kind: 'symbol', id, instanceOf: name, arguments: given } as const;
  const target = receiverOf(callee);
  const receiver = target?.kind === 'symbol' ? target : undefined;
  const isBlocking = isBlockingName(last);
  if (receiver?.nature === 'identity') {
    const { says, nature, origins, ifTrue } = receiver;
    return { says, ...base, nature, origins, ifTrue: isBlocking ? null : (ifTrue ?? null) };
  }
  const origins = values.flatMap((value) => originsOf(value));
  const credentials = origins.length > 0 ? origins : (receiver?.origins ?? []);
  if (credentials.length === 0 && receiver?.nature !== 'lookup')
    return { ...base, ...serverResult(name, values, receiver), ...(isPlainGet(last, given) && { optional: true }) };
  const isTruthy = isQuery(name, last, values) || (givesOne.test(last) && alwaysFinds(receiver));
  const got = isPlainGet(last, given) ? ownerOf(callee, last) : undefined;
  const found = {
    nature: 'lookup',
    ...base,
    origins: credentials,
    optional: !isTruthy,
    isTruthy,
    ...(givesOne.test(last) && !isAggregate(receiver) && { ifMissing: 'none' as const }),
    ...(givesAll.test(last) && { ifMissing: 'empty' as const }),
    ...(receiver?.mayBeEmpty === true &&
      wholeMethods.has(last) && { mayBeEmpty: true, bases: [receiver.id, ...(receiver.bases ?? [])] }),
    ...(got && { ifMissing: 'perhaps none' as const, bases: values.map((key) => membershipId(key, got)) }),
  } as const;
  if (receiver?.nature === 'lookup' && (lookUpVerbs.test(last) || origins.length === 0)) {
    const check = receiver.ifTrue ?? lookUpCheck(credentials, site);
    return { says: receiver.says, ...found, ifTrue: isBlocking ? null : check };
  }
  if (asksForPart.test(last)) {
    const part = values.find(isInput);
    if (part) return { ...part, id, isShape: true };
  }
  const isMethod = callee.kind === 'method' || callee.kind === 'symbol' || /\.\w+\.\w+$/.test(name);
  if (isMethod && lookUpVerbs.test(last))
    return { says: `what ${shortName(name)}() finds`, ...found, ifTrue: foundBy(values, credentials, site) };
  const says = `${shortName(name)}() is called with ${describeInputs(values)}; its code cannot be read`;
  const check = makeCheck('unverified', credentials, says, site, { isComparison: true });
  const isCredentialed = values.some((value) => isInput(value) || isTokenRequest(value));
  return { says: `${shortName(name)}()`, ...found, ifTrue: isCredentialed && !isBlocking ? check : null };
}

/** `KEYS.get(name)`: a dict gives None for what it lacks. */
function isPlainGet(last: string, given: CallArguments): boolean {
  return last === 'get' && given.positional.length === 1 && given.keyword.size === 0;
}

/** Give one thing found, or None. https://docs.sqlalchemy.org/en/20/orm/queryguide/query.html, https://peps.python.org/pep-0249/#fetchone */
export const givesOne = /^(?:first|one_or_none|scalar_one_or_none|fetchone|find_one|get_or_none)$/;

/** Give all that was found, in a list. */
const givesAll = /^(?:all|fetchall)$/;

/** Conditions that a part of what is looked for fulfils. https://docs.sqlalchemy.org/en/20/core/operators.html#string-comparisons */
const asksForPart = /^(?:i?like|i?contains|i?startswith|i?endswith|regexp_match|match)$/;

/** What is found by the beginning of a key may be anybody's whose key begins so. */
function foundBy(values: readonly Value[], credentials: readonly Origin[], site: Site): SymbolValue['ifTrue'] {
  const inputs = values.flatMap((value) => (value.kind === 'sequence' ? value.items : [value])).filter(isInput);
  const check = lookUpCheck(credentials, site, inputs[0]);
  const isByShape = inputs.length > 0 && (isPattern(values) || inputs.every((input) => input.isShape === true));
  return check && isByShape ? { ...check, strength: 'present' } : check;
}

/** Made of nothing that the caller sends: a setting if one goes in. */
function serverResult(
  name: string,
  values: readonly Value[],
  inherited: SymbolValue | undefined,
): Pick<
  SymbolValue,
  | 'digestOf'
  | 'holdsUnset'
  | 'says'
  | 'nature'
  | 'origins'
  | 'collection'
  | 'bases'
  | 'mayBeEmpty'
  | 'isText'
  | 'isTruthy'
> {
  const isTruthy =
    givesFilledText.test(lastPart(name)) || (inherited?.isTruthy === true && wholeMethods.has(lastPart(name)));
  const isText = isTruthy || givesText.test(lastPart(name));
  const isSetting = values.some((value) => value.kind === 'symbol' && value.nature === 'setting');
  const collection = inherited?.collection ? { collection: inherited.collection } : partsOf(name, values, inherited);
  const digestOf = isText && inherited?.digestOf ? { digestOf: inherited.digestOf } : {};
  const holdsUnset = inherited?.holdsUnset ? { holdsUnset: inherited.holdsUnset } : {};
  if (inherited?.nature !== 'setting')
    return {
      says: `${shortName(name)}()`,
      ...collection,
      ...digestOf,
      ...holdsUnset,
      nature: isSetting ? 'setting' : 'server',
      origins: [],
      isText,
      isTruthy,
    };
  return {
    says: inherited.says,
    ...collection,
    ...holdsUnset,
    nature: 'setting',
    origins: [],
    bases: [inherited.id, ...(inherited.bases ?? [])],
    mayBeEmpty: inherited.mayBeEmpty ?? false,
  };
}

/** `file.read().split("\n")`: behind the last separator there is an empty part. */
function partsOf(
  name: string,
  values: readonly Value[],
  text: SymbolValue | undefined,
): Pick<SymbolValue, 'collection'> | undefined {
  const isText = text?.isText === true && text.nature === 'server';
  if (!isText || values.length === 0 || !/^r?split$/.test(lastPart(name))) return undefined;
  return { collection: { mayHoldEmpty: true, secretId: text.id } };
}

/** `is_anonymous`, `revoked`: being true is bad news, so truth proves nothing about the caller. */
export function isBlockingName(name: string): boolean {
  return (
    /anonymous|blocked|banned|revoked|expired|disabled|locked|suspended|deleted|^is_in?valid$|^not_/i.test(name) &&
    name !== 'is_valid'
  );
}

/** For people: the last two names; of what is no plain name the method alone. */
function shortName(name: string): string {
  const last = name.lastIndexOf('.');
  if (/[^\w.()]/.test(name)) return name.slice(last + 1);
  const lastTwo = last < 1 ? name : name.slice(name.lastIndexOf('.', last - 1) + 1);
  return lastTwo.replace(/\(.*\)/, '');
}

function describeInputs(values: readonly Value[]): string {
  const inputs = values.filter((value) => originsOf(value).length > 0);
  return inputs.length > 0 ? inputs.map(describe).join(' and ') : 'data of the request';
}

/** Look-ups by something that is no credential (`id`, `page`) prove nothing about who asks. */
function lookUpCheck(origins: readonly Origin[], site: Site, input?: SymbolValue): SymbolValue['ifTrue'] {
  const credentials = origins.filter(({ isCredential, source }) => isCredential || source === 'cookie');
  if (credentials.length === 0) return null;
  const [first] = credentials;
  const subject = input ? { ...input, origins: credentials } : credentials;
  return makeCheck('validated', subject, `${describeOrigin(first)} is looked up`, site);
}

/** An origin in words: "header X-API-Key". */
function describeOrigin(origin: Origin | undefined): string {
  if (origin === undefined) return 'the credential';
  const words: Readonly<Record<Origin['source'], string>> = {
    header: 'header',
    query: 'query argument',
    cookie: 'cookie',
    form: 'form field',
    json: 'JSON field',
    body: 'the request body',
    authorization: 'request.authorization',
    path: 'URL part',
    session: 'session value',
    any: 'request value',
  };
  return origin.name === '' ? words[origin.source] : `${words[origin.source]} ${origin.name}`;
}
