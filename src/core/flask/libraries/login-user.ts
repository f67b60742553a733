import { evaluated, then, type Machine, type Outcome, type Site } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import { positional } from '../../semantics/values/call-arguments';
import { writeKey } from '../../semantics/paths/variables';
import { findMember } from '../../semantics/calls/classes';
import { constant, identify, type ExternalValue, type Value } from '../../semantics/values/values';
import type { Registry } from '../registry';

/* Flask-Login's `current_user`: who is in the signed session, or what the project's own `request_loader` makes of the
   request. https://flask-login.readthedocs.io/en/latest/#custom-login-using-request-loader */

/** Nobody: https://flask-login.readthedocs.io/en/latest/#anonymous-users */
const anonymous: ExternalValue = { kind: 'external', name: 'flask_login.AnonymousUserMixin' };
const loadedKey = writeKey('flask.g', '_login_user');

/** What the project's own `request_loader` gives for this request; undefined where there is none. */
export function callLoader(registry: Registry, machine: Machine, site: Site, state: State): Outcome[] | undefined {
  const loader = registry.callbacks.get('flask_login.request_loader');
  return loader && machine.call(loader, positional({ kind: 'external', name: 'flask.request' }), site, state);
}

/**
 * Whom a `request_loader` finds, once for each request; undefined where there is none, or a `user_loader` as well: then
 * the session may say it, too, and only a guard asks both.
 */
export function loadUser(registry: Registry, machine: Machine, site: Site, state: State): Outcome[] | undefined {
  if (!machine.forking || registry.callbacks.has('flask_login.user_loader')) return undefined;
  const known = state.writes?.get(loadedKey);
  if (known !== undefined) return evaluated(state, known);
  const found = callLoader(registry, machine, site, state);
  return (
    found &&
    then(found, (user, path) =>
      machine.branch(user, path, site.location).flatMap((side) => loaded(side.state, side.truth ? user : anonymous)),
    )
  );
}

/** What https://flask-login.readthedocs.io/en/latest/#flask_login.UserMixin and its opposite say, unless a class has its own. */
function loaded(state: State, user: Value): Outcome[] {
  const isSomebody = user !== anonymous;
  const answers = { is_authenticated: isSomebody, is_active: isSomebody, is_anonymous: !isSomebody };
  const owner = user.kind === 'instance' ? user.id : identify(user);
  for (const [name, answer] of Object.entries(answers))
    if (!(user.kind === 'instance' && findMember(user.class, name)))
      state.writes?.set(writeKey(owner, name), constant(answer));
  state.writes?.set(loadedKey, user);
  return evaluated(state, user);
}

/** Whether it is the proxy that everybody imports. */
export function isCurrentUser({ name }: ExternalValue): boolean {
  return /^flask_(?:login|security)\.(?:utils\.)?current_user$/.test(name);
}
