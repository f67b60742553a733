import { externalBases } from '../semantics/classes';
import { newInstance } from '../semantics/call';
import { makeCheck } from '../semantics/checks';
import { raised, value as one, type Library, type Machine, type Outcome, type Site } from '../semantics/machine';
import type { State } from '../semantics/state';
import { splitCall } from './settings-values';
import {
  constant,
  identify,
  mapping,
  noArguments,
  none,
  sequence,
  textOf,
  type CallArguments,
  type ExternalValue,
  type InstanceValue,
  type SymbolValue,
  type Value,
} from '../semantics/values';
import { flaskKindOf, viewKindOf } from './class-models';
import { dispatchClass, dispatchMethod } from './class-views';
import { callConfig, readConfig } from './config';
import { callDecorated, callProvider, identitySymbol } from './provider-calls';
import {
  applyRoute,
  asView,
  callRegistration,
  describeFlaskObject,
  makeFlaskObject,
  registrationMethods,
} from './registration';
import type { Registry } from './registry';
import { viewName } from './routes';
import {
  callContainerMethod,
  isCredentialName,
  jsonBody,
  readField,
  readRequest,
  sessionContainer,
  type RequestContext,
} from './request';
import { abort, makeResponse, raiseValue, statusOf } from './responses';
import { callPattern, callStandard, environmentVariable } from './standard-library';

/** The request being judged; null while registrations are evaluated. */
export interface Judged {
  context: RequestContext | null;
  /** What Flask itself does next: hooks and view; for subclasses and middleware that call on. */
  proceed: ((state: State) => Outcome[]) | null;
}

/** Flask, its extensions and the standard library, as far as routes and guards depend on them. */
export function createFlaskLibrary(registry: Registry, judged: Judged, machineOf: () => Machine): Library {
  const library: Library = {
    methods: new Map(),
    read: (external, site, state) => readExternal(registry, judged, external, site, state),
    call: (name, given, site, state) => callNamed(registry, judged, machineOf(), name, given, site, state),
    callMethod: (receiver, className, method, given, site, state) =>
      callInstanceMethod(registry, judged, machineOf(), receiver, className, method, given, site, state),
    readAttribute: (receiver, className, name, site) =>
      readInstanceAttribute(registry, judged, receiver, className, name, site),
    callClassMethod: (receiver, className, method, given, site, state) =>
      method === 'as_view' && viewKindOf(className)
        ? one(state, asView(machineOf(), receiver, given, site, state))
        : undefined,
    callDecorated: (wrapped, given, site, state) => callDecorated(registry, machineOf(), wrapped, given, site, state),
    classDefined: () => undefined,
  };
  return library;
}

const requestName =
  /^(?:flask|quart|connexion|flask_restful|flask_restx|flask\.globals|flask_login\.utils|apiflask)\.request\.(.+)$/;
const currentUser =
  /^(?:flask_login|flask_security|flask_jwt_extended|flask_praetorian|flask_user|flask_login\.utils)\.current_user\.(.+)$/;

function readExternal(
  registry: Registry,
  judged: Judged,
  external: ExternalValue,
  site: Site,
  state: State,
): Value | undefined {
  const requestField = requestName.exec(external.name)?.[1];
  if (requestField !== undefined) return readRequest(requestField, judged.context, site);
  if (/^(?:flask|quart)\.session$/.test(external.name)) return sessionContainer();
  const userField = currentUser.exec(external.name)?.[1];
  if (userField !== undefined) return userAttribute(userField, site);
  if (external.name.startsWith('flask.g.')) return globalValue(external.name.slice('flask.g.'.length), site);
  if (/^http\.HTTPStatus\.\w+$/.test(external.name)) return constant(statusOf(external));
  const appField = /^flask\.current_app\.(.+)$/.exec(external.name)?.[1];
  if (appField !== undefined) return currentAppAttribute(registry, judged, appField, state);
  return undefined;
}

function userAttribute(name: string, site: Site): SymbolValue {
  // https://flask-login.readthedocs.io/en/latest/#your-user-class: one is the other's negation
  if (name === 'is_anonymous') {
    const symbol = identitySymbol('current_user.is_authenticated', site);
    return {
      ...symbol,
      id: 'current_user.is_anonymous',
      ifTrue: null,
      ifFalse: symbol.ifTrue ?? null,
      negationOf: symbol,
    };
  }
  return identitySymbol(`current_user.${name}`, site);
}

/** A value that nobody in the workspace set: some extension did, so a test of it cannot be read. */
function globalValue(name: string, site: Site): SymbolValue {
  const origin = {
    source: 'session',
    name: `g.${name}`,
    isCredential: /user|auth|ident|key|token|account|login|client|member/i.test(name),
  } as const;
  return {
    kind: 'symbol',
    id: `flask.g.${name}`,
    says: `g.${name}`,
    nature: 'identity',
    origins: [origin],
    optional: true,
    ifTrue: makeCheck('unverified', [origin], `g.${name} is tested, but what sets it cannot be read`, site, {
      isComparison: true,
    }),
  };
}

function currentAppAttribute(registry: Registry, judged: Judged, name: string, state: State): Value | undefined {
  state;
  const apps = registry.apps();
  const [app] = apps;
  if (!app) return undefined;
  if (name === 'config') return app.config ?? undefined;
  if (name === 'view_functions') return { kind: 'external', name: 'flask.view_functions' };
  judged;
  return apps.length === 1 && Object.hasOwn(registrationMethods('app'), name)
    ? { kind: 'method', receiver: app.value, name }
    : undefined;
}

function readInstanceAttribute(
  registry: Registry,
  judged: Judged,
  receiver: InstanceValue,
  className: string,
  name: string,
  site: Site,
): Value | undefined {
  if (/(?:^|\.)Request$/.test(className)) return readRequest(name, judged.context, site);
  const object = registry.objects.get(receiver);
  if (object?.kind === 'app') {
    if (name === 'config') return object.config ?? undefined;
    if (name === 'view_functions') return { kind: 'external', name: 'flask.view_functions' };
    if (name === 'debug' || name === 'testing')
      return { kind: 'symbol', id: `app.${name}`, says: `app.${name}`, nature: 'setting', origins: [] };
    if (name === 'response_class') return { kind: 'external', name: 'flask.Response' };
    if (name === 'wsgi_app') return { kind: 'native', name: 'flask.wsgi_app', data: [receiver], location: null };
  }
  if (object && name === 'before_request_funcs') {
    const table = receiver.attributes.get(name) ?? mapping(new Map(), false);
    receiver.attributes.set(name, table);
    return table;
  }
  if (object && name === 'name') return constant(object.name);
  if (object?.kind === 'blueprint' && name === 'url_prefix')
    return object.prefix === null ? none : constant(object.prefix);
  const kind = object?.kind ?? flaskKindOf(className);
  if (kind && Object.hasOwn(registrationMethods(kind), name)) return { kind: 'method', receiver, name };
  return undefined;
}

function callInstanceMethod(
  registry: Registry,
  judged: Judged,
  machine: Machine,
  receiver: InstanceValue,
  className: string,
  method: string,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  const kind = registry.objects.get(receiver)?.kind ?? flaskKindOf(className);
  if (kind) {
    if (method === '__init__') {
      describeFlaskObject(registry, kind, receiver, given, site);
      return one(state, none);
    }
    if (!machine.forking) {
      const result = callRegistration(kind, method, { registry, machine, receiver, given, site, state });
      if (result) return result;
    } else if (/^(?:full_dispatch_request|dispatch_request|wsgi_app|__call__)$/.test(method) && judged.proceed)
      return judged.proceed(state);
    else if (method === 'preprocess_request') return one(state, none);
    return undefined;
  }
  if (className === 'flask.Config') return callConfig(receiver, method, given, site, state, machine);
  if (method === 'dispatch_request' && viewKindOf(className))
    return dispatchMethod(machine, receiver, given, judged.context?.method ?? 'GET', site, state);
  if (
    className.startsWith('flask_httpauth.') &&
    /^(?:verify_password|verify_token|get_password|hash_password|error_handler|get_user_roles)$/.test(method)
  ) {
    const [callback] = given.positional;
    if (callback) registry.callbacks.set(`${String(receiver.id)}.${method}`, callback);
    return one(state, callback ?? none);
  }
  if (className.startsWith('flask_login.')) {
    if (/(?:_loader|_handler|_callback)$/.test(method)) {
      if (given.positional[0]) registry.callbacks.set(`flask_login.${method}`, given.positional[0]);
      return one(state, given.positional[0] ?? none);
    }
    if (method === 'unauthorized')
      return one(state, { kind: 'response', status: 401, isRedirect: false, refuses: true, location: site.location });
  }
  return undefined;
}

function callNamed(
  registry: Registry,
  judged: Judged,
  machine: Machine,
  name: string,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  if (name.startsWith('#')) return callSpecial(registry, judged, machine, name, given, site, state);
  const kind = flaskKindOf(name);
  if (kind) return one(state, makeFlaskObject(registry, kind, { kind: 'external', name }, given, site));
  if (/^(?:flask|quart)\.session\.\w+$/.test(name))
    return callContainerMethod(sessionContainer(), name.split('.').at(-1) ?? '', given, site, state, judged.context);
  if (name.endsWith('.request.get_json')) return one(state, jsonBody());
  if (name.endsWith('.request.get_data')) return one(state, readRequest('data', judged.context, site) ?? none);
  if (
    /^(?:flask|werkzeug\.exceptions|werkzeug|flask_restful|flask_restx|flask_smorest|apiflask|quart)(?:\.\w+)*\.abort$/.test(
      name,
    )
  )
    return abort(given, site, state);
  const response = makeResponse(name, given, site);
  if (response) return one(state, response);
  if (name.endsWith('.login_manager.unauthorized'))
    return one(state, { kind: 'response', status: 401, isRedirect: false, refuses: true, location: site.location });
  if (name === 'flask.g.get')
    return one(
      state,
      machine.attribute({ kind: 'external', name: 'flask.g' }, textOf(given.positional[0]) ?? '', site, state),
    );
  if (name === 'flask.view_functions.get') return one(state, judged.context?.view ?? none);
  if (/^flask\.(?:current_app\.)?view_functions/.test(name)) return undefined;
  return callProvider(name, given, site, state) ?? callStandard(machine, name, given, site, state);
}

function callSpecial(
  registry: Registry,
  judged: Judged,
  machine: Machine,
  name: string,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  const [first = none, second = none] = given.positional;
  if (name === '#raise') return raiseValue(first, site, state);
  if (name === '#new')
    return first.kind === 'class'
      ? makeSubclass(registry, first, { ...given, positional: given.positional.slice(1) }, site, state)
      : undefined;
  if (name === '#item') return readItem(registry, judged, first, second, site, state, machine);
  if (name === '#setitem') {
    const [, , assigned] = given.positional;
    if (
      !machine.forking &&
      first.kind === 'external' &&
      first.name === 'flask.view_functions' &&
      textOf(second) !== undefined &&
      assigned
    )
      registry.viewFunctions.set(textOf(second) ?? '', assigned);
    return undefined;
  }
  if (name === '#enter') return enterContext(machine, first, site, state);
  if (name.startsWith('#method:'))
    return callSpecialMethod(judged, machine, name.slice('#method:'.length), given, site, state);
  if (!name.startsWith('#native:') || first.kind !== 'native') return undefined;
  const rest: CallArguments = { ...given, positional: given.positional.slice(1) };
  switch (first.name) {
    case 'flask.route':
      return rest.positional[0] ? applyRoute(registry, machine, first, rest.positional[0], site, state) : undefined;
    case 'flask.class_view': {
      const [type] = first.data;
      return type?.kind === 'class'
        ? dispatchClass(machine, type, first.arguments ?? given, rest, judged.context?.method ?? 'GET', site, state)
        : undefined;
    }
    case 'flask.wsgi_app':
      return judged.proceed?.(state);
    case 'flask.errorhandler':
      if (rest.positional[0] && first.data[0])
        registry.errorHandlers.push({ exception: first.data[0], handler: rest.positional[0] });
      return one(state, rest.positional[0] ?? none);
    case 'flask.endpoint': {
      const endpoint = textOf(first.data[0]);
      if (endpoint !== undefined && rest.positional[0]) registry.viewFunctions.set(endpoint, rest.positional[0]);
      return one(state, rest.positional[0] ?? none);
    }
    case 'wrapt.decorator':
    case 'decorator.decorator':
      return rest.positional[0]
        ? one(state, {
            kind: 'native',
            name: `${first.name}.wrapper`,
            data: [...first.data, rest.positional[0]],
            location: site.location,
          })
        : undefined;
    case 'wrapt.decorator.wrapper':
    case 'decorator.decorator.wrapper':
      return callWrapped(machine, first, rest, site, state);
    case 'functools.wraps': {
      const [wrapper] = rest.positional;
      if (wrapper?.kind === 'function') wrapper.wraps = first.data[0] ?? null;
      return one(state, wrapper ?? none);
    }
    default:
      return undefined;
  }
}

/** The wrapper libraries call the guard with the view and its arguments. https://wrapt.readthedocs.io/en/latest/decorators.html https://github.com/micheles/decorator/blob/master/docs/documentation.md */
function callWrapped(
  machine: Machine,
  wrapper: Extract<Value, { kind: 'native' }>,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  const [guard, view] = wrapper.data;
  if (guard === undefined || view === undefined) return undefined;
  if (wrapper.name.startsWith('decorator'))
    return machine.call(guard, { ...given, positional: [view, ...given.positional] }, site, state);
  const keywords = mapping(
    new Map([...given.keyword].map(([name, value]) => [`string:${name}`, { key: constant(name), value }])),
    given.open,
  );
  return machine.call(
    guard,
    {
      positional: [view, none, sequence('tuple', given.positional, given.open), keywords],
      keyword: new Map(),
      open: false,
    },
    site,
    state,
  );
}

/** A subclass of Flask, Blueprint, … is one: `class App(Flask)`. */
function makeSubclass(
  registry: Registry,
  type: Extract<Value, { kind: 'class' }>,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  for (const base of externalBases(type)) {
    const kind = flaskKindOf(base);
    if (kind) return one(state, makeFlaskObject(registry, kind, type, given, site));
  }
  newInstance;
  return undefined;
}

function readItem(
  registry: Registry,
  judged: Judged,
  object: Value,
  index: Value,
  site: Site,
  state: State,
  machine: Machine,
): Outcome[] | undefined {
  if (object.kind === 'external' && object.name === 'os.environ')
    return one(state, environmentVariable(index, null, true));
  if (object.kind === 'external' && object.name === 'flask.view_functions')
    return one(state, judged.context?.view ?? registeredView(registry, textOf(index) ?? '') ?? none);
  if (object.kind === 'instance' && object.class.kind === 'external' && object.class.name === 'flask.Config')
    return one(state, readConfig(object, index, null, true));
  if (object.kind === 'symbol' && object.container !== undefined) {
    return readField(object, index, null, true, site, state, judged.context);
  }
  machine;
  return undefined;
}

/** The view that an endpoint has so far. */
function registeredView(registry: Registry, endpoint: string): Value | null | undefined {
  return (
    registry.viewFunctions.get(endpoint) ??
    registry.routes.find(
      (route) => route.view !== null && (route.endpoint ?? viewName(route.view, route.kind)) === endpoint,
    )?.view
  );
}

/** `with permission.require(403):` demands; other contexts do not look at the caller. */
function enterContext(machine: Machine, context: Value, site: Site, state: State): Outcome[] | undefined {
  if (context.kind === 'native' && context.name === 'generator' && context.data[0])
    return machine.call(context.data[0], context.arguments ?? noArguments, site, state);
  const name = context.kind === 'symbol' ? (context.instanceOf ?? '') : '';
  if (!machine.forking || !/^flask_principal\.(?:\w+\.)*\w*Permission\.require$/.test(name)) return undefined;
  const check = makeCheck(
    'validated',
    [{ source: 'session', name: 'identity', isCredential: true }],
    `${name.split('.').slice(-2).join('.')} demands a permission`,
    site,
    { isComparison: true },
  );
  const failing = state.fork();
  failing.note({ kind: 'check', check, passed: false });
  state.note({ kind: 'check', check, passed: true });
  return [
    ...one(state, context),
    ...raised(failing, {
      kind: 'exception',
      name: 'flask_principal.PermissionDenied',
      status: 403,
      instance: null,
      isImplicit: false,
      location: site.location,
    }),
  ];
}

function callSpecialMethod(
  judged: Judged,
  machine: Machine,
  method: string,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  const [receiver, ...positional] = given.positional;
  if (receiver?.kind === 'symbol') {
    const rest: CallArguments = { ...given, positional };
    return (
      callContainerMethod(receiver, method, rest, site, state, judged.context) ??
      callPattern(machine, receiver, method, rest, site, state) ??
      splitCall(receiver, method, rest, state)
    );
  }
  if (receiver?.kind === 'response') return one(state, method === 'get_json' ? none : receiver);
  identify;
  isCredentialName;
  return undefined;
}
