import { makeCheck } from '../../semantics/expressions/checks';
import { evaluated, then, type Outcome, type Site } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import { findMember } from '../../semantics/calls/classes';
import { noArguments } from '../../semantics/values/call-arguments';
import type { Origin } from '../../semantics/values/credential-check';
import { constant, none, type DecoratedValue, type SymbolValue, type Value } from '../../semantics/values/values';
import type { LibraryCall } from '../judged';
import type { RequestContext } from '../requests/request-context';
import { isIdentifier } from '../requests/field-names';
import { notePut } from '../requests/session-puts';
import { openingTrap } from '../../semantics/values/unset-trap';
import { callLoader, loadUser } from './login-user';
import { demand, refuse } from './provider-outcomes';

/** Where Flask-Login keeps who is logged in. https://github.com/maxcountryman/flask-login/blob/main/src/flask_login/utils.py */
const sessionName = '_user_id';

/** `login_user(user)`: who logs in is whom the session names from then on. */
export function logIn({ given, site, state }: LibraryCall): Outcome[] {
  const user = given.positional[0] ?? given.keyword.get('user') ?? none;
  if (isOfCallersChoice(user)) notePut(sessionName, user, site, state);
  return evaluated(state, constant(true));
}

/**
 * Whether the caller only has to name the account, or it is the same for all: found by a name, or made of one. One found
 * by a code of a letter, or by what another service answers, has proved something.
 */
function isOfCallersChoice(user: Value): boolean {
  if (user.kind === 'choice') return user.options.some(isOfCallersChoice);
  if (user.kind === 'instance')
    return [...user.arguments.positional, ...user.arguments.keyword.values()].every(isSentOrLiteral);
  return isNameOrLiteral(user);
}

/** What is made of a field of any name is whom the caller says; by a code somebody may be found. */
function isSentOrLiteral(value: Value): boolean {
  if (value.kind === 'symbol' && value.nature === 'input')
    return value.origins.length > 0 && value.origins.every(isOfForm);
  return isNameOrLiteral(value);
}

function isOfForm({ source, isCredential }: Origin): boolean {
  return !isCredential && ['form', 'json', 'query', 'any'].includes(source);
}

function isNameOrLiteral(value: Value): boolean {
  if (value.kind === 'constant') return value.value !== null;
  return value.kind === 'symbol' && value.origins.length > 0 && value.origins.every(isIdentifier);
}

/** An attribute of `current_user`, which tells that somebody logged in. */
export function currentUser(name: string, context: RequestContext | null, site: Site): SymbolValue {
  return identitySymbol(`current_user.${name}`, site, context);
}

/**
 * `current_user.can("read")` for who did not log in: the project's own anonymous user answers as it likes. Undefined
 * where that is no, or there is none such: then only somebody who logged in passes.
 * https://flask-login.readthedocs.io/en/latest/#anonymous-users
 */
export function askAnonymousUser(
  name: string,
  { registry, machine, given, site, state }: LibraryCall,
): Outcome[] | undefined {
  const manager = registry.callbacks.get(managerKey);
  const type = manager?.kind === 'instance' ? manager.attributes.get('anonymous_user') : undefined;
  if (type?.kind !== 'class' || !findMember(type, name)) return undefined;
  const answers = machine
    .call(type, noArguments, site, state.fork())
    .filter(({ raised }) => !raised)
    .flatMap(({ value, state: path }) => machine.call(machine.attribute(value, name, site, path), given, site, path));
  const isNo = ({ value, raised }: Outcome): boolean => raised || (value.kind === 'constant' && !value.value);
  return answers.every(isNo) ? undefined : answers;
}

/** Under which the app's LoginManager is noted. */
export const managerKey = 'flask_login.manager';

/** Who the caller is, as a provider found out; testing it validates, unless a view logs anybody in. */
export function identitySymbol(says: string, site: Site, context: RequestContext | null = null): SymbolValue {
  const opened = context?.openingOf(sessionName);
  const origin: Origin = {
    source: 'session',
    name: says,
    isCredential: true,
    ...(opened?.weakness === null && { opened }),
  };
  return {
    kind: 'symbol',
    id: `identity:${says}`,
    says,
    nature: 'identity',
    origins: [origin],
    optional: true,
    ifTrue:
      opened?.weakness === null
        ? makeCheck('present', [origin], `${says} is tested; ${opened.by} logs anybody in`, site)
        : makeCheck('validated', [origin], `${says} is tested`, site, {
            isComparison: true,
            trap: openingTrap(opened),
          }),
  };
}

/** The signed session, or what the project's own `request_loader` makes of the request. */
export function demandLogin(
  wrapped: DecoratedValue,
  inner: (state: State) => Outcome[],
  { registry, judged, machine, site, state }: LibraryCall,
): Outcome[] {
  const opened = judged.context?.openingOf(sessionName);
  const bySession = (path: State): Outcome[] =>
    opened?.weakness === null
      ? demand('present', `@login_required demands a login; ${opened.by} logs anybody in`, wrapped, inner, path)
      : demand('validated', '@login_required demands a login', wrapped, inner, path, openingTrap(opened));
  const ofPath = { ...site, location: wrapped.location };
  const pass = (test: Value, path: State): Outcome[] =>
    machine
      .branch(test, path, wrapped.location)
      .flatMap((side) => (side.truth ? inner(side.state) : refuse(side.state, wrapped)));
  const found = loadUser(registry, machine, ofPath, state);
  if (found) return then(found, (user, path) => pass(machine.attribute(user, 'is_authenticated', site, path), path));
  const other = state.fork();
  const byRequest = callLoader(registry, machine, ofPath, state);
  return byRequest ? [...bySession(other), ...then(byRequest, pass)] : bySession(state);
}
