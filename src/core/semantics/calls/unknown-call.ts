import { externalBases, findMember } from './classes';
import { isComputedNone, isInput, originsOf } from '../expressions/checks';
import { evaluated, type Machine, type Outcome, type Site } from '../machine';
import { passOrRaise, raiseFailure, unknownFailure, type Failure } from '../expressions/raise';
import type { State } from '../paths/state';
import type { Origin } from '../values/credential-check';
import { freshId, identify, none, type CallArguments, type SymbolValue, type Value } from '../values/values';
import { writeKey } from '../paths/variables';
import { alwaysFinds } from './queries';
import { lookUpVerbs, isTokenRequest, lastPart, ownerOf, receiverOf, resultOf, givesOne } from './unknown-result';

/** Look-ups that raise instead of returning None: https://flask-sqlalchemy.palletsprojects.com/en/3.1.x/queries/#queries-for-views */
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
  const logs = isLog.test(name);
  if (!logs) noteGiven(given, site, state);
  if (machine.forking && effects.has(last)) state.note({ kind: 'effect', says: `${last}()`, location: site.location });
  const result = { ...resultOf(callee, name, last, given, site), findsNothing: findsNothing(callee, given, site) };
  if (!machine.forking) return evaluated(state, result);
  if (result.findsNothing && givesOne.test(last)) return evaluated(state, none);
  if (last === 'execute') noteExecuted(callee, result, state);
  const [, fallback] = given.positional;
  if (fallback && result.ifTrue && isStoreGet(callee, last, given) && !isFalsy(fallback)) {
    const missing = state.divide(result.ifTrue);
    state.assume(result.id, true);
    return [...evaluated(state, { ...result, optional: false }), ...evaluated(missing, fallback)];
  }
  // What was read from something found (`query.filter(…).one`) has that name at the end of its id.
  const verb = callee.kind === 'symbol' ? lastPart(callee.id) : last;
  if (raisingVerbs.test(verb) && result.ifTrue) {
    const status = verb.endsWith('404') ? 404 : null;
    const failure: Failure = { ...unknownFailure, status, isImplicit: status === null };
    const outcomes = passOrRaise(result.ifTrue, { ...result, optional: false }, failure, site, state);
    state.assume(result.id, true);
    return outcomes;
  }
  // https://docs.python.org/3/library/logging.html#logging.raiseExceptions
  if (site.frame.tryDepth === 0 || logs) return evaluated(state, result);
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
  if (inner === undefined || !(isSingleCallable(given) || isDecoratedByClass(given))) return undefined;
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

/** A view that a class of the project's own is put around. */
function isDecoratedByClass({ positional, keyword }: CallArguments): boolean {
  const [only, another] = positional;
  return (
    only?.kind === 'instance' &&
    another === undefined &&
    keyword.size === 0 &&
    findMember(only.class, '__call__')?.member.kind === 'function'
  );
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
      isTruthy: name === 'fetchone' && alwaysFinds(result),
    };
    state.writes?.set(writeKey(identify(receiver), name), { ...found, optional: true });
  }
}

/** A query by a key that was not sent: `filter_by(api_key=None)` where nobody's is None. */
function findsNothing(callee: Value, given: CallArguments, site: Site): boolean {
  const target = receiverOf(callee);
  if (target?.kind === 'symbol' && target.findsNothing === true) return true;
  if ([...given.keyword.values()].some((value) => isComputedNone(value, site))) return true;
  return given.positional.some((value) => value.kind === 'symbol' && value.findsNothing === true);
}

/** `load_users().get(key, ANONYMOUS)`: what is found has a path, and what stands for everybody else. */
function isStoreGet(callee: Value, last: string, { positional: [key] }: CallArguments): boolean {
  const store = last === 'get' ? ownerOf(callee, last) : undefined;
  return store?.kind === 'symbol' && /^(?:setting|server)$/.test(store.nature) && key !== undefined && isInput(key);
}

function isFalsy(value: Value): boolean {
  if (value.kind === 'constant') return !value.value && typeof value.value !== 'number';
  if (value.kind === 'sequence') return value.items.length === 0;
  return value.kind === 'mapping' && value.entries.size === 0;
}
