import { externalBases } from './classes';
import { describe, isComputedNone, isInput, makeCheck, originsOf } from '../expressions/checks';
import { evaluated, type Machine, type Outcome, type Site } from '../machine';
import { membershipId } from '../expressions/membership';
import { wholeMethods } from '../expressions/text';
import { passOrRaise, raiseFailure, unknownFailure, type Failure } from '../expressions/raise';
import type { State } from '../paths/state';
import type { Origin } from '../values/credential-check';
import { freshId, identify, none, textOf, type CallArguments, type SymbolValue, type Value } from '../values/values';
import { writeKey } from '../paths/variables';

/** Names of look-ups in ORMs, stores, drivers and collections: if the result is tested, what was looked up is validated. */
const lookUpVerbs =
  /^(?:get|filter|filter_by|find|find_one|find_by_\w+|get_by|get_by_\w+|get_\w+_by_\w+|first|one|one_or_none|get_or_none|query|execute|fetchone|fetchall|select|where|scalar|scalars|scalar_one_or_none|exists|lookup|lookup_\w+|hget|hexists|sismember|exec_driver_sql|load|all|count|or_404|first_or_404|get_or_404|one_or_404|objects|all_by|by_\w+|from_\w+|join|options|limit|order_by|with_entities|contains|has)$/;
/** Look-ups that raise instead of returning None: https://flask-sqlalchemy.palletsprojects.com/en/3.1.x/queries/#queries-for-views */
const raisingVerbs = /^(?:first_or_404|get_or_404|one_or_404|one|scalar_one|or_404)$/;
/** Give a text, in which every part of itself is found. */
const givesText =
  /^(?:hex|digest|hexdigest|token_hex|token_urlsafe|read|read_text|getvalue|strip|lstrip|rstrip|lower|upper|casefold|decode|replace|format|dumps)$/;
/** Give a text of some length, whatever it is made of. */
const givesFilledText = /^(?:hex|hexdigest|token_hex|token_urlsafe)$/;
/** Changes that cannot be undone by a later refusal. */
const effects = new Set([
  'commit',
  'delete',
  'remove',
  'unlink',
  'rmtree',
  'insert_one',
  'update_one',
  'delete_one',
  'delete_many',
  'drop_all',
  'create_all',
  'sendmail',
  'send_message',
  'system',
  'Popen',
  'check_output',
  'check_call',
]);

/** Whether a call looks like the application of a decorator: one callable and nothing else. */
export function isSingleCallable(given: CallArguments): boolean {
  const [only] = given.positional;
  if (given.positional.length !== 1 || given.keyword.size > 0 || only === undefined) return false;
  return only.kind === 'choice' ? only.options.every(isCallable) : isCallable(only);
}

function isCallable(value: Value): boolean {
  return (
    ['function', 'decorated', 'class', 'bound', 'partial'].includes(value.kind) ||
    (value.kind === 'native' && value.name.endsWith('_view'))
  );
}

/** Dotted name of what is called. */
export function calleeName(callee: Value): string {
  switch (callee.kind) {
    case 'external':
      return callee.name;
    case 'symbol':
      return callee.instanceOf ?? callee.id;
    case 'method':
      return `${calleeName(callee.receiver)}.${callee.name}`;
    case 'instance':
      return callee.class.kind === 'external' ? callee.class.name : callee.class.definition.name;
    case 'class':
      return callee.definition.name;
    default:
      return identify(callee);
  }
}

/** Calls something whose code cannot be read: what goes in and how it is used tell what may be concluded. */
export function callUnknown(
  machine: Machine,
  callee: Value,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] {
  const name = calleeName(callee);
  const decorated = decoratedBy(machine, callee, name, given, site);
  if (decorated) return evaluated(state, decorated);
  for (const known of libraryNames(callee, name)) {
    const modelled = machine.library.call(known, given, site, state);
    if (modelled) return modelled;
  }
  const last = lastPart(name);
  if (!isLog.test(name)) noteGiven(given, site, state);
  if (machine.forking && effects.has(last)) state.note({ kind: 'effect', says: `${last}()`, location: site.location });
  const result = { ...resultOf(callee, name, last, given, site), findsNothing: findsNothing(callee, given, site) };
  if (!machine.forking) return evaluated(state, result);
  if (result.findsNothing && givesOne.test(last)) return evaluated(state, none);
  if (last === 'execute') noteExecuted(callee, result, state);
  // What was read from something found (`query.filter(…).one`) has that name at the end of its id.
  const verb = callee.kind === 'symbol' ? lastPart(callee.id) : last;
  if (raisingVerbs.test(verb) && result.ifTrue) {
    const status = verb.endsWith('404') ? 404 : null;
    const failure: Failure = { ...unknownFailure, status, isImplicit: status === null };
    const outcomes = passOrRaise(result.ifTrue, { ...result, optional: false }, failure, site, state);
    state.assume(result.id, true);
    return outcomes;
  }
  if (site.frame.tryDepth === 0) return evaluated(state, result);
  // Code that cannot be read may refuse what it is given by raising.
  if (result.ifTrue?.strength === 'unverified') {
    const check = { ...result.ifTrue, id: `${result.ifTrue.id} raises` };
    return passOrRaise(check, result, unknownFailure, site, state);
  }
  return [...evaluated(state, result), ...raiseFailure(state.fork(), unknownFailure, site)];
}

const isLog = /\blog(?:ger|ging)?\b|\bprint$/;

/** Notes that a credential goes where it cannot be followed: into an account, or to who tests it. */
export function noteGiven(given: CallArguments, { location }: Site, state: State): void {
  if (state.writes === null || state.isSettled) return;
  const values = given.keyword.size > 0 ? [...given.positional, ...given.keyword.values()] : given.positional;
  if (values.some((value) => isTokenRequest(value) || originsOf(value).some(isSecret)))
    state.note({ kind: 'given', location });
}

/** What a provider is sent to say who came back from it. https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3 */
function isTokenRequest(value: Value): boolean {
  if (value.kind !== 'mapping' || !['client_secret', 'grant_type'].some((name) => value.entries.has(`string:${name}`)))
    return false;
  const code = value.entries.get('string:code')?.value;
  return code !== undefined && originsOf(code).length > 0;
}

function isSecret({ isCredential, source }: Origin): boolean {
  return isCredential && source !== 'session';
}

/** Names under which a library may know what is called: a method of a project's class may be inherited from the library. */
function libraryNames(callee: Value, name: string): readonly string[] {
  if (callee.kind === 'symbol') return [name];
  if (callee.kind !== 'method') return [];
  const { receiver } = callee;
  const bases = receiver.kind === 'instance' && receiver.class.kind === 'class' ? externalBases(receiver.class) : [];
  return [name, ...bases.map((base) => `${base}.${callee.name}`)];
}

/** A view wrapped by a decorator whose code cannot be read; undefined for any other call. */
function decoratedBy(
  machine: Machine,
  callee: Value,
  name: string,
  given: CallArguments,
  site: Site,
): Value | undefined {
  const [inner] = given.positional;
  if (inner === undefined || !isSingleCallable(given)) return undefined;
  if (inner.kind === 'class' && (machine.forking || lookUpVerbs.test(lastPart(name)))) return undefined;
  return {
    kind: 'decorated',
    id: freshId(),
    by: callee,
    byName: name,
    arguments: callee.kind === 'symbol' ? (callee.arguments ?? null) : null,
    inner,
    location: site.location,
  };
}

/** A cursor gives what its last statement found. https://peps.python.org/pep-0249/#cursor-objects */
function noteExecuted(callee: Value, result: SymbolValue, state: State): void {
  const receiver = ownerOf(callee, 'execute');
  if (receiver === undefined) return;
  for (const name of ['fetchone', 'fetchall', 'fetchmany', 'rowcount']) {
    const found = {
      ...result,
      id: `${result.id}.${name}`,
      instanceOf: `${calleeName(callee)}.${name}`,
      isTruthy: false,
    };
    state.writes?.set(writeKey(identify(receiver), name), { ...found, optional: true });
  }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The object whose method of that name is called. */
function ownerOf(callee: Value, method: string): Value | undefined {
  const isPart = callee.kind === 'symbol' && callee.id.endsWith(`.${method}`);
  return isPart ? { ...callee, id: callee.id.slice(0, -method.length - 1) } : receiverOf(callee);
}

function receiverOf(callee: Value): Value | undefined {
  return callee.kind === 'method' ? callee.receiver : callee.kind === 'symbol' ? callee : undefined;
}

/** What the result of a call is, told by what was called with what. */
function resultOf(callee: Value, name: string, last: string, given: CallArguments, site: Site): SymbolValue {
  const values = given.keyword.size > 0 ? [...given.positional, ...given.keyword.values()] : given.positional;
  const id = `${identify(callee)}(${values.map(identify).join(',')})`;
  const base = { kind: 'symbol', id, instanceOf: name, arguments: given } as const;
  const target = receiverOf(callee);
  const receiver = target?.kind === 'symbol' ? target : undefined;
  const inherited = receiver;
  const isBlocking = isBlockingName(last);
  if (inherited?.nature === 'identity') {
    const { says, nature, origins, ifTrue } = inherited;
    return { ...base, says, nature, origins, ifTrue: isBlocking ? null : (ifTrue ?? null) };
  }
  const origins = values.flatMap((value) => originsOf(value));
  const credentials = origins.length > 0 ? origins : (inherited?.origins ?? []);
  if (credentials.length === 0 && inherited?.nature !== 'lookup')
    return { ...base, ...serverResult(name, values, inherited), ...(isPlainGet(last, given) && { optional: true }) };
  const isTruthy = isQuery(name, last, values);
  const got = isPlainGet(last, given) ? ownerOf(callee, last) : undefined;
  const found = {
    ...base,
    nature: 'lookup',
    origins: credentials,
    optional: !isTruthy,
    isTruthy,
    ...(givesOne.test(last) && !isAggregate(receiver) && { ifMissing: 'none' as const }),
    ...(givesAll.test(last) && { ifMissing: 'empty' as const }),
    ...(got && { ifMissing: 'perhaps none' as const, bases: values.map((key) => membershipId(key, got)) }),
  } as const;
  if (inherited?.nature === 'lookup' && (lookUpVerbs.test(last) || origins.length === 0)) {
    const check = inherited.ifTrue ?? lookUpCheck(credentials, site);
    return { ...found, says: inherited.says, ifTrue: isBlocking ? null : check };
  }
  if (asksForPart.test(last)) {
    const part = values.find(isInput);
    if (part) return { ...part, id, isShape: true };
  }
  const isMethod = callee.kind === 'method' || callee.kind === 'symbol' || /\.\w+\.\w+$/.test(name);
  if (isMethod && lookUpVerbs.test(last))
    return { ...found, says: `what ${shortName(name)}() finds`, ifTrue: foundBy(values, credentials, site) };
  const says = `${shortName(name)}() is called with ${describeInputs(values)}; its code cannot be read`;
  const check = makeCheck('unverified', credentials, says, site, { isComparison: true });
  const isCredentialed = values.some((value) => isInput(value) || isTokenRequest(value));
  return { ...found, says: `${shortName(name)}()`, ifTrue: isCredentialed && !isBlocking ? check : null };
}

/** `KEYS.get(name)`: a dict gives None for what it lacks. */
function isPlainGet(last: string, given: CallArguments): boolean {
  return last === 'get' && given.positional.length === 1 && given.keyword.size === 0;
}

/** Give one thing found, or None. https://docs.sqlalchemy.org/en/20/orm/queryguide/query.html, https://peps.python.org/pep-0249/#fetchone */
const givesOne = /^(?:first|one_or_none|scalar_one_or_none|fetchone|find_one|get_or_none)$/;

/** Give all that was found, in a list. */
const givesAll = /^(?:all|fetchall)$/;

/** Conditions that a part of what is looked for fulfils. https://docs.sqlalchemy.org/en/20/core/operators.html#string-comparisons */
const asksForPart = /^(?:i?like|i?contains|i?startswith|i?endswith|regexp_match|match)$/;

/** A query by a key that was not sent: `filter_by(api_key=None)` where nobody's is None. */
function findsNothing(callee: Value, given: CallArguments, site: Site): boolean {
  const target = receiverOf(callee);
  if (target?.kind === 'symbol' && target.findsNothing === true) return true;
  if ([...given.keyword.values()].some((value) => isComputedNone(value, site))) return true;
  return given.positional.some((value) => value.kind === 'symbol' && value.findsNothing === true);
}

/** A statement that finds a row whatever it counts, or one that cannot be read. */
function isAggregate(receiver: SymbolValue | undefined): boolean {
  const isStatement = /(?:^|\.)execute(?:\.fetchone)?$/.test(receiver?.instanceOf ?? '');
  const statement = textOf(receiver?.arguments?.positional[0]);
  return (
    isStatement && (statement === undefined || /\b(?:count|exists|sum|max|min|avg|coalesce)\s*\(/i.test(statement))
  );
}

/** `WHERE api_key LIKE ?` */
function isPattern(values: readonly Value[]): boolean {
  return values.some((value) => {
    const statement = textOf(value) ?? '';
    return /\blike\s+(?:\?|%s|:\w)/i.test(statement) && !/=\s*(?:\?|%s|:\w)/.test(statement);
  });
}

/** What is found by the beginning of a key may be anybody's whose key begins so. */
function foundBy(values: readonly Value[], credentials: readonly Origin[], site: Site): SymbolValue['ifTrue'] {
  const inputs = values.flatMap((value) => (value.kind === 'sequence' ? value.items : [value])).filter(isInput);
  const check = lookUpCheck(credentials, site, inputs[0]);
  const isByShape = inputs.length > 0 && (isPattern(values) || inputs.every((input) => input.isShape === true));
  return check && isByShape ? { ...check, strength: 'present' } : check;
}

/**
 * A query that was not run, or a cursor: true whatever it may find.
 * https://docs.sqlalchemy.org/en/20/orm/queryguide/query.html, https://docs.python.org/3/library/sqlite3.html#sqlite3.Cursor.execute
 */
function isQuery(name: string, last: string, values: readonly Value[]): boolean {
  if (last === 'filter_by' || last === 'order_by') return true;
  if (last === 'filter') return /\bquery\b/.test(name);
  if (last === 'execute') return /\bsqlite3\.|\bsession\b/.test(name);
  return last === 'find' && values[0]?.kind === 'mapping';
}

/** Made of nothing that the caller sends: a setting if one goes in. */
function serverResult(
  name: string,
  values: readonly Value[],
  inherited: SymbolValue | undefined,
): Pick<
  SymbolValue,
  'digestOf' | 'says' | 'nature' | 'origins' | 'collection' | 'bases' | 'mayBeEmpty' | 'isText' | 'isTruthy'
> {
  const isTruthy =
    givesFilledText.test(lastPart(name)) || (inherited?.isTruthy === true && wholeMethods.has(lastPart(name)));
  const isText = isTruthy || givesText.test(lastPart(name));
  const isSetting = values.some((value) => value.kind === 'symbol' && value.nature === 'setting');
  const collection = inherited?.collection ? { collection: inherited.collection } : {};
  const digestOf = isText && inherited?.digestOf ? { digestOf: inherited.digestOf } : {};
  if (inherited?.nature !== 'setting')
    return {
      ...collection,
      ...digestOf,
      says: `${shortName(name)}()`,
      nature: isSetting ? 'setting' : 'server',
      origins: [],
      isText,
      isTruthy,
    };
  return {
    ...collection,
    says: inherited.says,
    nature: 'setting',
    origins: [],
    bases: [inherited.id, ...(inherited.bases ?? [])],
    mayBeEmpty: inherited.mayBeEmpty ?? false,
  };
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
export function lookUpCheck(origins: readonly Origin[], site: Site, input?: SymbolValue): SymbolValue['ifTrue'] {
  const credentials = origins.filter(({ isCredential, source }) => isCredential || source === 'cookie');
  if (credentials.length === 0) return null;
  const [first] = credentials;
  const subject = input ? { ...input, origins: credentials } : credentials;
  return makeCheck('validated', subject, `${describeOrigin(first)} is looked up`, site);
}

/** An origin in words: "header X-API-Key". */
export function describeOrigin(origin: Origin | undefined): string {
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
