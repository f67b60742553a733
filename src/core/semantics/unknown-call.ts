import { describe, isInput, makeCheck, originsOf } from './checks';
import { raised, value as one, type Machine, type Outcome, type Site } from './machine';
import type { State } from './state';
import {
  freshId,
  identify,
  type CallArguments,
  type Nature,
  type Origin,
  type SymbolValue,
  type Value,
} from './values';

/** Finding something by a value: if the result is tested, the value was validated. ORMs, stores, drivers and collections. */
const lookUpVerbs =
  /^(?:get|filter|filter_by|find|find_one|find_by_\w+|get_by|get_by_\w+|get_\w+_by_\w+|first|one|one_or_none|get_or_none|query|execute|fetchone|fetchall|select|where|scalar|scalars|scalar_one_or_none|exists|lookup|lookup_\w+|hget|hexists|sismember|exec_driver_sql|load|all|count|or_404|first_or_404|get_or_404|one_or_404|objects|all_by|by_\w+|from_\w+|join|options|limit|order_by|with_entities|contains|has)$/;
/** Give an exception instead of None: https://flask-sqlalchemy.palletsprojects.com/en/3.1.x/queries/#queries-for-views */
const raisingVerbs = /^(?:first_or_404|get_or_404|one_or_404|one|scalar_one|or_404)$/;
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
export function isSingleCallable(callArguments: CallArguments): boolean {
  const [only] = callArguments.positional;
  if (callArguments.positional.length !== 1 || callArguments.keyword.size > 0 || only === undefined) return false;
  return (
    only.kind === 'function' ||
    only.kind === 'decorated' ||
    only.kind === 'class' ||
    only.kind === 'bound' ||
    only.kind === 'partial' ||
    (only.kind === 'native' && only.name.endsWith('_view'))
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
  callArguments: CallArguments,
  site: Site,
  state: State,
): Outcome[] {
  const name = calleeName(callee);
  if (
    isSingleCallable(callArguments) &&
    !(
      callArguments.positional[0]?.kind === 'class' &&
      (machine.forking || lookUpVerbs.test(name.split('.').at(-1) ?? ''))
    )
  ) {
    const [inner] = callArguments.positional;
    const made = callee.kind === 'symbol' ? (callee.arguments ?? null) : null;
    if (inner)
      return one(state, {
        kind: 'decorated',
        id: freshId(),
        by: callee,
        byName: name,
        arguments: made,
        inner,
        location: site.location,
      });
  }
  if (callee.kind === 'method' || callee.kind === 'symbol') {
    const modelled = machine.library.call(name, callArguments, site, state);
    if (modelled) return modelled;
  }
  const last = name.split('.').at(-1) ?? name;
  if (machine.forking && effects.has(last)) state.note({ kind: 'effect', says: `${last}()`, location: site.location });
  const result = resultOf(callee, name, last, callArguments, site);
  if (!machine.forking) return one(state, result);
  const isCertain = raisingVerbs.test(last) && result.ifTrue;
  if (isCertain && result.ifTrue) {
    const failing = state.fork();
    failing.note({ kind: 'check', check: result.ifTrue, passed: false });
    state.assume(result.id, true);
    state.note({ kind: 'check', check: result.ifTrue, passed: true });
    const status = last.endsWith('404') ? 404 : null;
    return [
      ...one(state, { ...result, optional: false }),
      ...raised(failing, {
        kind: 'exception',
        name: 'unknown',
        status,
        instance: null,
        isImplicit: status === null,
        location: site.location,
      }),
    ];
  }
  if (site.frame.tryDepth === 0) return one(state, result);
  const failing = state.fork();
  return [
    ...one(state, result),
    ...raised(failing, {
      kind: 'exception',
      name: 'unknown',
      status: null,
      instance: null,
      isImplicit: true,
      location: site.location,
    }),
  ];
}

function receiverOf(callee: Value): Value | undefined {
  return callee.kind === 'method' ? callee.receiver : callee.kind === 'symbol' ? callee : undefined;
}

function resultOf(callee: Value, name: string, last: string, callArguments: CallArguments, site: Site): SymbolValue {
  const values = [...callArguments.positional, ...callArguments.keyword.values()];
  const id = `${identify(callee)}(${values.map(identify).join(',')})`;
  const receiver = receiverOf(callee);
  const shared = { kind: 'symbol', id, instanceOf: name, arguments: callArguments } as const;
  const inherited = receiver?.kind === 'symbol' ? receiver : undefined;
  const isBlocking = isBlockingName(last);
  if (inherited?.nature === 'identity') {
    return {
      ...shared,
      says: inherited.says,
      nature: 'identity',
      origins: inherited.origins,
      ifTrue: isBlocking ? null : (inherited.ifTrue ?? null),
    };
  }
  const origins = values.flatMap((value) => originsOf(value));
  const credentials = origins.length > 0 ? origins : (inherited?.origins ?? []);
  if (inherited?.nature === 'lookup' && (lookUpVerbs.test(last) || origins.length === 0)) {
    return {
      ...shared,
      says: inherited.says,
      nature: 'lookup',
      origins: credentials,
      optional: true,
      ifTrue: isBlocking ? null : (inherited.ifTrue ?? lookUpCheck(credentials, site)),
    };
  }
  const settings =
    values.some((value) => value.kind === 'symbol' && value.nature === 'setting') || inherited?.nature === 'setting';
  if (credentials.length === 0) {
    const nature: Nature = settings ? 'setting' : 'server';
    const secret = inherited?.collection ? { collection: inherited.collection } : {};
    return {
      ...shared,
      ...secret,
      says: `${shortName(name)}()`,
      nature,
      origins: [],
      ...(inherited?.nature === 'setting'
        ? {
            says: inherited.says,
            bases: [inherited.id, ...(inherited.bases ?? [])],
            mayBeEmpty: inherited.mayBeEmpty ?? false,
          }
        : {}),
    };
  }
  const isMethod = callee.kind === 'method' || callee.kind === 'symbol' || /\.\w+\.\w+$/.test(name);
  if (isMethod && lookUpVerbs.test(last)) {
    return {
      ...shared,
      says: `what ${shortName(name)}() finds`,
      nature: 'lookup',
      origins: credentials,
      optional: true,
      ifTrue: lookUpCheck(credentials, site),
    };
  }
  const isCredentialed = values.some((value) => isInput(value));
  const check = makeCheck(
    'unverified',
    credentials,
    `${shortName(name)}() is called with ${describeInputs(values)}; its code cannot be read`,
    site,
    { isComparison: true },
  );
  return {
    ...shared,
    says: `${shortName(name)}()`,
    nature: 'lookup',
    origins: credentials,
    optional: true,
    ifTrue: isCredentialed && !isBlocking ? check : null,
  };
}

/** `is_anonymous`, `revoked`: being true is bad news, so truth proves nothing about the caller. */
export function isBlockingName(name: string): boolean {
  return (
    /anonymous|blocked|banned|revoked|expired|disabled|locked|suspended|deleted|^is_in?valid$|^not_/i.test(name) &&
    name !== 'is_valid'
  );
}

function shortName(name: string): string {
  return name
    .split('.')
    .slice(-2)
    .join('.')
    .replace(/\(.*\)/, '');
}

function describeInputs(values: readonly Value[]): string {
  const inputs = values.filter((value) => originsOf(value).length > 0);
  return inputs.length > 0 ? inputs.map(describe).join(' and ') : 'data of the request';
}

/** Look-ups by something that is no credential (`id`, `page`) prove nothing about who asks. */
export function lookUpCheck(origins: readonly Origin[], site: Site): SymbolValue['ifTrue'] {
  const credentials = origins.filter((origin) => origin.isCredential);
  if (credentials.length === 0) return null;
  const [first] = credentials;
  return makeCheck('validated', credentials, `${describeOrigin(first)} is looked up`, site);
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
