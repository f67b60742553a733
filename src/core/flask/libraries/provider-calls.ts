import type { ProviderStrength } from '../../results/results';
import { makeCheck } from '../../semantics/expressions/checks';
import { evaluated, type Machine, type Outcome, type Site } from '../../semantics/machine';
import { passOrRaise, type Failure } from '../../semantics/expressions/raise';
import type { State } from '../../semantics/paths/state';
import { none, opaque, type CallArguments, type DecoratedValue, type Value } from '../../semantics/values/values';
import { positional } from '../../semantics/values/call-arguments';
import { callOperation } from '../registration/connexion-operation';
import type { Check } from '../../semantics/values/credential-check';
import { httpAuth } from './http-auth';
import { demand, optional, refuse } from './provider-outcomes';
import { providerBehaviour } from './provider-guards';
import type { Registry } from '../registry';

/** Calls a view wrapped by a decorator outside the workspace, as the decorator's documentation says. */
export function callDecorated(
  registry: Registry,
  machine: Machine,
  wrapped: DecoratedValue,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] {
  const behaviour =
    configured(registry, wrapped.byName.replace(/\.__call__$/, '')) ?? providerBehaviour(wrapped.byName);
  const inner = (path: State): Outcome[] => machine.call(wrapped.inner, given, site, path);
  if (!machine.forking) return inner(state);
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
      return flaskLogin(registry, machine, wrapped, inner, site, state);
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

/** The signed session, or what the project's own `request_loader` makes of the request. https://flask-login.readthedocs.io/en/latest/#custom-login-using-request-loader */
function flaskLogin(
  registry: Registry,
  machine: Machine,
  wrapped: DecoratedValue,
  inner: (state: State) => Outcome[],
  site: Site,
  state: State,
): Outcome[] {
  const loader = registry.callbacks.get('flask_login.request_loader');
  const bySession = demand('validated', '@login_required demands a login', wrapped, inner, state.fork());
  if (loader === undefined) return bySession;
  const byRequest = machine
    .call(loader, positional({ kind: 'external', name: 'flask.request' }), site, state)
    .flatMap((outcome) => {
      if (outcome.raised) return [outcome];
      return machine
        .branch(outcome.value, outcome.state, wrapped.location)
        .flatMap((side) => (side.truth ? inner(side.state) : refuse(side.state, wrapped)));
    });
  return registry.callbacks.has('flask_login.user_loader') ? [...bySession, ...byRequest] : byRequest;
}

/** Functions of providers that a guard's body calls: `verify_jwt_in_request()`, `get_jwt_identity()`. */
export function callProvider(
  registry: Registry,
  name: string,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  const strength = configured(registry, `${name}()`);
  if (strength === 'optional') return evaluated(state, none);
  if (strength !== undefined) return demandInPlace(strength, `${name}()`, site, state);
  const last = name.split('.').at(-1) ?? '';
  if (name.startsWith('flask_jwt_extended.')) {
    if (/^verify_(?:fresh_)?jwt_(?:refresh_token_)?in_request/.test(last))
      return verifyInRequest(last, given, site, state);
    if (/^(?:get_jwt_identity|get_current_user|get_jwt|get_raw_jwt|get_jwt_claims)$/.test(last))
      return evaluated(state, identitySymbol(`${last}()`, site));
  }
  if (/^flask_(?:login|security)\.(?:\w+\.)*(?:login_user|logout_user)$/.test(name)) return evaluated(state, none);
  return undefined;
}

function verifyInRequest(last: string, given: CallArguments, site: Site, state: State): Outcome[] {
  if (!last.endsWith('_optional') && !optionTrue(given, 'optional'))
    return demandInPlace('validated', `${last}()`, site, state);
  const check = callerCheck('validated', `${last}() accepts valid credentials, but also none`, site);
  const anonymous = state.divide({ ...check, isDeclared: true });
  return [...evaluated(state, none), ...evaluated(anonymous, none)];
}

/** A call that goes on with credentials and raises without. */
function demandInPlace(strength: 'validated' | 'present', name: string, site: Site, state: State): Outcome[] {
  const says = `${name} demands ${strength === 'validated' ? 'valid' : 'any'} credentials`;
  return passOrRaise(callerCheck(strength, says, site), none, noAuthorization, site, state);
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

/** Who the caller is, as a provider found out; testing it validates. */
export function identitySymbol(says: string, site: Site): Extract<Value, { kind: 'symbol' }> {
  const origin = { source: 'session', name: says, isCredential: true } as const;
  return {
    kind: 'symbol',
    id: `identity:${says}`,
    says,
    nature: 'identity',
    origins: [origin],
    optional: true,
    ifTrue: makeCheck('validated', [origin], `${says} is tested`, site, { isComparison: true }),
  };
}
