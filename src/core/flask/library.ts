import { isInput } from '../semantics/expressions/checks';
import { raiseNamed } from '../semantics/expressions/raise';
import { evaluated, type Library, type Machine, type Outcome, type Site } from '../semantics/machine';
import type { State } from '../semantics/paths/state';
import {
  constant,
  mapping,
  none,
  sequence,
  type CallArguments,
  type ExternalValue,
  type InstanceValue,
  type SymbolValue,
  type Value,
} from '../semantics/values/values';
import { flaskKindOf, viewKindOf } from './registration/class-models';
import { exposeDecorator } from './view-classes/exposed-views';
import { describeAdmin } from './view-classes/flask-admin';
import { methodHook } from './view-classes/flask-appbuilder';
import { classfulDecorator, classfulFamily, registerFlaskView } from './view-classes/flask-classful';
import { makeFlaskObject } from './registration/flask-objects';
import { currentHttpUser } from './libraries/http-auth';
import { callInstanceMethod } from './instance-calls';
import type { Judged, LibraryCall } from './judged';
import { currentUser } from './libraries/flask-login';
import { callDecorated, callProvider } from './libraries/provider-calls';
import { isCurrentUser, loadUser } from './libraries/login-user';
import { registrationMethods } from './registration/registration';
import { bindRoutes } from './registration/routes';
import type { Registry } from './registry';
import { callContainerMethod, jsonBody, jsonWithin, readRequest } from './requests/request';
import { sessionAttribute, sessionContainer } from './requests/session-value';
import type { RequestContext } from './requests/request-context';
import { getGlobal, readGlobal } from './requests/request-globals';
import { unauthorized, abort, makeResponse, statusOf } from './requests/responses';
import { callSpecial } from './special-calls';
import { callAsynchronous } from './libraries/asynchronous';
import { callModelMethod } from './libraries/models';
import { callRequestStarted } from './libraries/signals';
import { starredLibrary } from './libraries/star-imports';
import { callStandard } from './libraries/standard-library';
import { viewFamilyOf } from './view-classes/view-families';
import { asView } from './registration/view-registration';

/** Flask, its extensions and the standard library, as far as routes and guards depend on them. */
export function createFlaskLibrary(registry: Registry, judged: Judged, machineOf: () => Machine): Library {
  const callOf = (given: CallArguments, site: Site, state: State): LibraryCall => ({
    registry,
    judged,
    machine: machineOf(),
    given,
    site,
    state,
  });
  return {
    methods: new Map(),
    read: (external, site) => readExternal(registry, judged, external, site),
    starredLibrary,
    standsFor: (external, site, state) =>
      isCurrentUser(external) ? loadUser(registry, machineOf(), site, state) : undefined,
    call: (name, given, site, state) => callNamed(name, callOf(given, site, state)),
    callMethod: (receiver, className, method, given, site, state) =>
      callInstanceMethod(receiver, className, method, callOf(given, site, state)),
    readAttribute: (receiver, className, name, site, state) =>
      className.startsWith('apiflask.') && name === 'current_user'
        ? currentHttpUser(state)
        : readInstanceAttribute(registry, judged, receiver, className, name, site),
    callClassMethod: (receiver, className, method, given, site, state) =>
      method === 'as_view' && viewKindOf(className)
        ? evaluated(state, asView(machineOf(), receiver, given, site, state))
        : method === 'register' && viewFamilyOf(receiver) === classfulFamily
          ? registerFlaskView(receiver, className, callOf(given, site, state))
          : callModelMethod(receiver, className, method, callOf(given, site, state)),
    callDecorated: (wrapped, given, site, state) => callDecorated(wrapped, callOf(given, site, state)),
    classDefined: () => undefined,
  };
}

const requestName =
  /^(?:flask|quart|connexion|flask_restful|flask_restx|flask\.globals|flask_login\.utils|apiflask)\.request\.(.+)$/;
const currentUserName =
  /^(?:flask_login|flask_security|flask_jwt_extended|flask_praetorian|flask_user|flask_login\.utils)\.current_user\.(.+)$/;

function readExternal(registry: Registry, judged: Judged, external: ExternalValue, site: Site): Value | undefined {
  const requestField = requestName.exec(external.name)?.[1];
  if (requestField !== undefined) return readRequest(requestField, judged.context, site);
  if (/^(?:flask|quart)\.session$/.test(external.name)) return sessionContainer();
  const sessionField = /^flask\.session\.(\w+)$/.exec(external.name)?.[1];
  if (sessionField !== undefined) return sessionAttribute(sessionField, site);
  const userField = currentUserName.exec(external.name)?.[1];
  if (userField !== undefined) {
    const isOfSession = /^flask_(?:login|security|user)\./.test(external.name);
    return userAttribute(userField, isOfSession ? judged.context : null, site);
  }
  if (external.name.startsWith('flask.g.'))
    return readGlobal(external.name.slice('flask.g.'.length), judged.context, site);
  // https://github.com/maxcountryman/flask-login/blob/main/src/flask_login/config.py
  if (external.name === 'flask_login.config.EXEMPT_METHODS') return sequence('set', [constant('OPTIONS')]);
  // https://docs.python.org/3/library/http.html#http.HTTPMethod
  const method = /^http\.HTTPMethod\.([A-Z]+)$/.exec(external.name)?.[1];
  if (method !== undefined) return constant(method);
  if (/^http\.HTTPStatus\.\w+$/.test(external.name)) return constant(statusOf(external));
  const appField = /^flask\.current_app\.(.+)$/.exec(external.name)?.[1];
  if (appField !== undefined) return currentAppAttribute(registry, appField);
  return undefined;
}

function userAttribute(name: string, context: RequestContext | null, site: Site): SymbolValue {
  // https://flask-login.readthedocs.io/en/latest/#your-user-class: one is the other's negation
  if (name === 'is_anonymous') {
    const symbol = currentUser('is_authenticated', context, site);
    return {
      ...symbol,
      id: 'current_user.is_anonymous',
      ifTrue: null,
      ifFalse: symbol.ifTrue ?? null,
      negationOf: symbol,
    };
  }
  return currentUser(name, context, site);
}

function currentAppAttribute(registry: Registry, name: string): Value | undefined {
  const apps = registry.apps();
  const [app] = apps;
  if (!app) return undefined;
  if (name === 'config') return app.config ?? undefined;
  if (name === 'view_functions') return { kind: 'external', name: 'flask.view_functions' };
  if (name === 'extensions') return app.value.attributes.get(name);
  if (isSwitch(name)) return appSwitch(name);
  return apps.length === 1 && Object.hasOwn(registrationMethods('app'), name)
    ? { kind: 'method', receiver: app.value, name }
    : undefined;
}

/** https://flask.palletsprojects.com/en/stable/config/#DEBUG */
function isSwitch(name: string): boolean {
  return name === 'debug' || name === 'testing';
}

function appSwitch(name: string): SymbolValue {
  return { kind: 'symbol', id: `app.${name}`, says: `app.${name}`, nature: 'setting', origins: [] };
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
    // https://connexion.readthedocs.io/en/latest/quickstart.html: the Flask app within connexion's
    if (name === 'app' && className.startsWith('connexion.')) return receiver;
    if (name === 'view_functions') return { kind: 'external', name: 'flask.view_functions' };
    if (isSwitch(name)) return appSwitch(name);
    if (name === 'response_class') return { kind: 'external', name: 'flask.Response' };
    if (name === 'wsgi_app') return { kind: 'native', name: 'flask.wsgi_app', data: [receiver], location: null };
  }
  if (object && (name === 'before_request_funcs' || name === 'extensions')) {
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

function callNamed(name: string, call: LibraryCall): Outcome[] | undefined {
  const { registry, judged, machine, given, site, state } = call;
  if (name.startsWith('#')) return callSpecial(name, call);
  const kind = flaskKindOf(name);
  if (kind) {
    const made = makeFlaskObject(registry, kind, { kind: 'external', name }, given, site);
    if (kind === 'admin') describeAdmin({ ...call, receiver: made });
    return evaluated(state, made);
  }
  const decorator = viewDecorator(name, call);
  if (decorator) return decorator;
  if (/^(?:flask|quart)\.session\.\w+$/.test(name))
    return callContainerMethod(sessionContainer(), name.split('.').at(-1) ?? '', call);
  if (name.endsWith('.request.get_json')) return evaluated(state, jsonBody());
  const parsed = jsonOfInput(name, call);
  if (parsed) return parsed;
  if (name.endsWith('.request.get_data')) return evaluated(state, readRequest('data', judged.context, site) ?? none);
  if (
    /^(?:flask|werkzeug\.exceptions|werkzeug|flask_restful|flask_restx|flask_smorest|apiflask|quart)(?:\.\w+)*\.abort$/.test(
      name,
    )
  )
    return abort(given, site, state);
  const response = makeResponse(name, given, site);
  if (response) return evaluated(state, response);
  // https://flask.palletsprojects.com/en/stable/api/#flask.has_request_context
  if (/^flask\.has_(?:request|app)_context$/.test(name) && machine.forking) return evaluated(state, constant(true));
  if (name.endsWith('.login_manager.unauthorized')) return evaluated(state, unauthorized(site));
  if (name === 'flask.g.get') return evaluated(state, getGlobal(machine, given, site, state));
  if (name === 'flask.view_functions.get') return evaluated(state, judged.context?.view ?? none);
  const views = /^flask\.(?:current_app\.)?view_functions\.(items|keys|values|copy)$/.exec(name)?.[1];
  if (views !== undefined && !machine.forking)
    return machine.call({ kind: 'method', receiver: registeredViews(registry), name: views }, given, site, state);
  if (/^flask\.(?:current_app\.)?view_functions/.test(name)) return undefined;
  return (
    callProvider(name, call) ??
    callRequestStarted(name, call) ??
    callAsynchronous(machine, name, given, site, state) ??
    callStandard(machine, name, given, site, state)
  );
}

/** `json.loads(request.data)`: what was sent as JSON, unless it is none. https://docs.python.org/3/library/json.html#json.loads */
function jsonOfInput(name: string, { given, site, state }: LibraryCall): Outcome[] | undefined {
  const [source] = given.positional;
  if (!/^(?:flask\.json|\w*json)\.loads$/.test(name) || source === undefined || !isInput(source)) return undefined;
  const broken = site.frame.tryDepth > 0 ? raiseNamed(state.fork(), 'builtins.ValueError', site) : [];
  const isBody = source.origins.every((origin) => origin.source === 'body');
  return [...evaluated(state, isBody ? jsonBody() : jsonWithin(source)), ...broken];
}

/** `app.view_functions` while views are registered: those that there are so far, by endpoint. */
function registeredViews(registry: Registry): Value {
  const entries = bindRoutes(registry).map(
    ({ endpoint, view }) => [`string:${endpoint}`, { key: constant(endpoint), value: view }] as const,
  );
  return mapping(new Map(entries));
}

/** Decorators that note rules, methods or hooks on the methods of view classes. */
function viewDecorator(name: string, call: LibraryCall): Outcome[] | undefined {
  return exposeDecorator(name, call) ?? methodHook(name, call) ?? classfulDecorator(name, call);
}
