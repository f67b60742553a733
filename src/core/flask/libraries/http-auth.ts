import { evaluated, type Machine, type Outcome, type Site } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import { none, type DecoratedValue, type InstanceValue, type Value } from '../../semantics/values/values';
import { positional } from '../../semantics/values/call-arguments';
import { writeKey } from '../../semantics/paths/variables';
import { demand } from './provider-outcomes';
import type { Registry } from '../registry';
import { input } from '../requests/request';
import { unauthorized } from '../requests/responses';

/** Classes of Flask-HTTPAuth, and APIFlask's subclasses of them. https://github.com/apiflask/apiflask/blob/main/src/apiflask/security.py */
export function isHttpAuthClass(className: string): boolean {
  return /^(?:flask_httpauth|apiflask)\.(?:\w+\.)*(?:HTTP\w*Auth|APIKey\w+Auth|MultiAuth)$/.test(className);
}

/** Methods that register a callback of the project. */
export const httpAuthCallbacks =
  /^(?:verify_password|verify_token|get_password|hash_password|error_handler|error_processor|get_user_roles)$/;

/** A view wrapped by `login_required`, and what is needed to go on. */
export interface HttpAuthCall {
  readonly registry: Registry;
  readonly machine: Machine;
  readonly wrapped: DecoratedValue;
  readonly inner: (state: State) => Outcome[];
  readonly site: Site;
}

/**
 * Flask-HTTPAuth asks the project's own callback; None and False refuse, unless the login is optional: then nobody is
 * refused, and only `current_user()` tells who calls.
 * https://github.com/miguelgrinberg/Flask-HTTPAuth/blob/main/src/flask_httpauth.py
 */
export function httpAuth(call: HttpAuthCall, isOptional: boolean, state: State): Outcome[] {
  const owner = ownerOf(call.wrapped, call.registry);
  const parts = owner ? schemesOf(owner) : [];
  const [only, ...others] = parts;
  if (only === undefined) return unknownOwner(call, isOptional, state);
  if (others.length === 0) return throughScheme(call, only, isOptional, state);
  // Which scheme is asked depends on the request's own header.
  return parts.flatMap((part) => throughScheme(call, part, isOptional, state.fork()));
}

function unknownOwner(call: HttpAuthCall, isOptional: boolean, state: State): Outcome[] {
  if (isOptional) return call.inner(state);
  const name = call.wrapped.byName.split('.').at(-1) ?? '';
  return demand('validated', `@${name} demands valid credentials`, call.wrapped, call.inner, state);
}

function throughScheme(call: HttpAuthCall, owner: InstanceValue, isOptional: boolean, state: State): Outcome[] {
  const { registry, machine, wrapped, inner, site } = call;
  const passwordCallback = registry.callbacks.get(`${String(owner.id)}.verify_password`);
  const callback = passwordCallback ?? registry.callbacks.get(`${String(owner.id)}.verify_token`);
  if (callback === undefined) return unknownOwner(call, isOptional, state);
  const field = (name: string, isCredential: boolean): Value =>
    input({ source: 'authorization', name, isCredential }, site);
  const given: readonly Value[] = passwordCallback
    ? [field('username', false), field('password', true)]
    : [field('token', true)];
  return machine.call(callback, positional(...given), site, state).flatMap((outcome) => {
    if (outcome.raised) return [outcome];
    return machine.branch(outcome.value, outcome.state, wrapped.location).flatMap((side) => {
      side.state.writes?.set(currentUserKey, side.truth ? outcome.value : none);
      return side.truth || isOptional ? inner(side.state) : evaluated(side.state, unauthorized(wrapped));
    });
  });
}

const currentUserKey = writeKey('flask.g', 'flask_httpauth_user');

/** `auth.current_user()`: what the callback gave on this path. */
export function currentHttpUser(state: State): Value {
  return state.writes?.get(currentUserKey) ?? none;
}

/** The object whose `login_required` it is; for APIFlask's `auth_required(auth)` the argument. */
function ownerOf({ by, arguments: given }: DecoratedValue, registry: Registry): InstanceValue | undefined {
  const argument = given?.positional[0] ?? given?.keyword.get('auth');
  if (argument?.kind === 'instance') return argument;
  if (by.kind === 'method' && by.receiver.kind === 'instance') return by.receiver;
  const id = by.kind === 'symbol' ? /^instance#(\d+)/.exec(by.id)?.[1] : undefined;
  return id === undefined ? undefined : registry.authenticators.get(Number(id));
}

/** `MultiAuth(basic, token)` stands for its parts. */
function schemesOf(owner: InstanceValue): readonly InstanceValue[] {
  const isMulti = owner.class.kind === 'external' && owner.class.name.endsWith('.MultiAuth');
  if (!isMulti) return [owner];
  return [...owner.arguments.positional, ...owner.arguments.keyword.values()].filter(
    (part) => part.kind === 'instance',
  );
}
