import type { ProviderStrength } from '../../results/results';
import { externalBases } from '../../semantics/calls/classes';
import { callWithin } from '../../semantics/statements/contexts';
import { makeCheck } from '../../semantics/expressions/checks';
import { evaluated, type Outcome, type Site } from '../../semantics/machine';
import { passOrRaise, type Failure } from '../../semantics/expressions/raise';
import type { State } from '../../semantics/paths/state';
import { none, opaque, type CallArguments, type DecoratedValue, type Value } from '../../semantics/values/values';
import { callOperation } from '../registration/connexion-operation';
import type { Check } from '../../semantics/values/credential-check';
import { httpAuth } from './http-auth';
import type { LibraryCall } from '../judged';
import { askAnonymousUser, demandLogin, identitySymbol, logIn } from './flask-login';
import { withParsed } from './parsed-arguments';
import { demand, optional } from './provider-outcomes';
import { providerBehaviour } from './provider-guards';
import type { Registry } from '../registry';

/** Calls a view wrapped by a decorator outside the workspace, as the decorator's documentation says. */
export function callDecorated(wrapped: DecoratedValue, call: LibraryCall): Outcome[] {
  const { registry, machine, given, site, state } = call;
  const behaviour =
    configured(registry, wrapped.byName.replace(/\.__call__$/, '')) ?? providerBehaviour(wrapped.byName);
  const inner = (path: State): Outcome[] => machine.call(wrapped.inner, withParsed(wrapped, given), site, path);
  if (!machine.forking) return inner(state);
  if (isContext(wrapped.by)) return callWithin(machine, wrapped.by, site, state, inner);
  const operation = registry.operations.get(wrapped.id);
  if (operation) return callOperation({ operation, machine, wrapped, given, site }, state);
  const isOptional =
    optionTrue(wrapped.arguments, 'optional') ||
    (wrapped.byName.endsWith('jwt_required') &&
      wrapped.arguments?.positional[0]?.kind === 'constant' &&
      wrapped.arguments.positional[0].value === true);
  const shortName = `@${wrapped.byName
    .replace(/\.__call__$/, '')
    .split('.')
    .slice(-1)
    .join('')}`;
  switch (behaviour) {
    case 'transparent':
      return inner(state);
    case 'stored':
      return stored(shortName, wrapped, inner, site, state);
    case 'optional':
      return optional(shortName, wrapped, inner, state);
    case 'flask-login':
      return demandLogin(wrapped, inner, call);
    case 'validated':
      return isOptional
        ? optional(shortName, wrapped, inner, state)
        : demand('validated', `${shortName} demands valid credentials`, wrapped, inner, state);
    case 'present':
      return demand('present', `${shortName} demands any credentials`, wrapped, inner, state);
    case 'unverified':
      return demand('unverified', `${shortName} cannot be read`, wrapped, inner, state);
    case 'httpauth':
      return httpAuth({ registry, machine, wrapped, inner, site }, isOptional, state);
  }
}

/** A context that can be put around a function: one of the project's own, or what its `@contextmanager` makes. */
function isContext(by: Value): boolean {
  if (by.kind === 'native') return by.name === 'generator';
  return (
    by.kind === 'instance' && externalBases(by.class).some((base) => /^contextlib\.\w*ContextDecorator$/.test(base))
  );
}

/** Arguments by which the store may keep callers apart. */
const storeKeys = ['make_cache_key', 'key_prefix', 'unless'];

/** What somebody was given who passed the guards inside is given to whoever asks next. */
function stored(
  name: string,
  wrapped: DecoratedValue,
  inner: (state: State) => Outcome[],
  site: Site,
  state: State,
): Outcome[] {
  const { location } = wrapped;
  const hit = state.fork();
  const outcomes = inner(state);
  const isOfView = !hit.hasReachedView && outcomes.some((outcome) => outcome.state.hasReachedView);
  if (!isOfView || storeKeys.some((key) => wrapped.arguments?.keyword.has(key) === true)) return outcomes;
  hit.note({ kind: 'enter', what: `${name} answers with what an earlier caller was given`, location });
  hit.note({ kind: 'view', location, depth: site.frame.depth + 1 });
  return [...outcomes, ...evaluated(hit, opaque(`stored@${String(location.span.start)}`, 'a stored answer'))];
}

function configured(registry: Registry, name: string): ProviderStrength | undefined {
  return Object.hasOwn(registry.providers, name) ? registry.providers[name] : undefined;
}

function optionTrue(given: CallArguments | null, name: string): boolean {
  const option = given?.keyword.get(name);
  return option?.kind === 'constant' && option.value === true;
}

/** Functions of providers that a guard's body calls: `verify_jwt_in_request()`, `get_jwt_identity()`. */
export function callProvider(name: string, call: LibraryCall): Outcome[] | undefined {
  const { registry, given, site, state } = call;
  const strength = configured(registry, `${name}()`);
  if (strength === 'optional') return evaluated(state, none);
  if (strength !== undefined) return demandInPlace(strength, `${name}()`, site, state);
  const last = name.split('.').at(-1) ?? '';
  // https://docs.authlib.org/en/latest/flask/2/resource-server.html
  if (/^authlib\.(?:\w+\.)*ResourceProtector\.acquire_token$/.test(name))
    return demandInPlace('validated', 'acquire_token()', site, state);
  if (codeExchanges.test(name)) return exchangeCode(last, site, state);
  if (name.startsWith('flask_jwt_extended.')) {
    if (/^verify_(?:fresh_)?jwt_(?:refresh_token_)?in_request/.test(last))
      return verifyInRequest(last, given, site, state);
    if (/^(?:get_jwt_identity|get_current_user|get_jwt|get_raw_jwt|get_jwt_claims)$/.test(last))
      return evaluated(state, identitySymbol(`${last}()`, site));
  }
  // https://pythonhosted.org/Flask-Principal/#flask_principal.Permission.test
  if (/^flask_principal\.(?:\w+\.)*\w*Permission\.test$/.test(name))
    return demandInPlace('validated', 'Permission.test()', site, state, permissionDenied);
  // https://pythonhosted.org/Flask-Principal/#flask_principal.Permission.allows
  if (/^flask_principal\.(?:\w+\.)*\w*Permission\.(?:can|allows)$/.test(name))
    return evaluated(state, identitySymbol(`${name.split('.').slice(-2).join('.')}()`, site));
  const asked = /^identity:current_user\.(\w+)$/.exec(name)?.[1];
  if (asked !== undefined) return askAnonymousUser(asked, call);
  if (name === 'flask_login.AnonymousUserMixin.get_id') return evaluated(state, none);
  if (/^flask_(?:login|security)\.(?:\w+\.)*login_user$/.test(name)) return logIn(call);
  if (/^flask_(?:login|security)\.(?:\w+\.)*logout_user$/.test(name)) return evaluated(state, none);
  return undefined;
}

/**
 * Ask the provider for the token of the caller who came back from it, and raise where it gives none.
 * https://docs.authlib.org/en/latest/client/flask.html, https://requests-oauthlib.readthedocs.io/en/latest/api.html,
 * https://googleapis.dev/python/google-auth-oauthlib/latest/reference/google_auth_oauthlib.flow.html
 */
const codeExchanges =
  /^authlib\.(?:.*\.)?authorize_access_token$|^(?:requests_oauthlib|google_auth_oauthlib)\.(?:.*\.)?fetch_token$/;

function exchangeCode(name: string, site: Site, state: State): Outcome[] {
  const check = callerCheck('validated', `${name}() asks the provider who came back from it`, site);
  return passOrRaise(check, identitySymbol(`${name}()`, site), noAuthorization, site, state);
}

function verifyInRequest(last: string, given: CallArguments, site: Site, state: State): Outcome[] {
  if (!last.endsWith('_optional') && !optionTrue(given, 'optional'))
    return demandInPlace('validated', `${last}()`, site, state);
  const check = callerCheck('validated', `${last}() accepts valid credentials, but also none`, site);
  const anonymous = state.divide({ ...check, isDeclared: true });
  return [...evaluated(state, none), ...evaluated(anonymous, none)];
}

/** A call that goes on with credentials and raises without. */
function demandInPlace(
  strength: 'validated' | 'present',
  name: string,
  site: Site,
  state: State,
  failure = noAuthorization,
): Outcome[] {
  const says = `${name} demands ${strength === 'validated' ? 'valid' : 'any'} credentials`;
  return passOrRaise(callerCheck(strength, says, site), none, failure, site, state);
}

function callerCheck(strength: 'validated' | 'present', says: string, site: Site): Check {
  return makeCheck(strength, [{ source: 'authorization', name: '', isCredential: true }], says, site, {
    isComparison: true,
  });
}

/** https://flask-jwt-extended.readthedocs.io/en/stable/api.html#flask_jwt_extended.verify_jwt_in_request */
const noAuthorization: Failure = {
  name: 'flask_jwt_extended.exceptions.NoAuthorizationError',
  status: 401,
  isImplicit: false,
};

const permissionDenied: Failure = { name: 'flask_principal.PermissionDenied', status: null, isImplicit: false };
