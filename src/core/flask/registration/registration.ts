import { evaluated, type Outcome } from '../../semantics/machine';
import { none, textOf } from '../../semantics/values/values';
import { httpMethods } from './class-models';
import { addApi } from './connexion';
import { addAdminViews, initAdmin } from '../view-classes/flask-admin';
import { addAppBuilderView } from '../view-classes/flask-appbuilder';
import { makeFlaskObject, mount, ruleText } from './flask-objects';
import type { FlaskKind, HookRegistration } from '../registry';
import { noteHook } from './hooks';
import { addRoute, asTarget, methodsOf, routeDecorator, type Registration } from './view-registration';

/** Methods of apps, blueprints, APIs and namespaces that register something; each returns what the library returns. */
type Method = (call: Registration) => Outcome[] | undefined;

const route: Method = (call) => routeDecorator(call, null);

const addUrlRule: Method = (call) => {
  const { given, machine, site, state } = call;
  const rule = given.positional[0] ?? given.keyword.get('rule');
  const name = given.positional[1] ?? given.keyword.get('endpoint');
  const view = given.positional[2] ?? given.keyword.get('view_func') ?? null;
  const isNothing = view?.kind === 'constant';
  addRoute(call, {
    rule: ruleText(rule) ?? '',
    endpoint: textOf(name) ?? null,
    view: view && !isNothing ? asTarget(view, name, call).target : null,
    methods: methodsOf(given.keyword.get('methods'), machine, site, state),
  });
  return evaluated(state, none);
};

const addResource: Method = (call) => {
  const { given, state } = call;
  const [resource, ...urls] = given.positional;
  const isSwapped = resource && textOf(resource) !== undefined;
  if (resource === undefined || isSwapped) return evaluated(state, none);
  const endpoint = textOf(given.keyword.get('endpoint')) ?? null;
  for (const url of urls)
    addRoute(call, { rule: ruleText(url) ?? '', endpoint, view: resource, methods: null, kind: 'resource' });
  return evaluated(state, none);
};

const registerBlueprint: Method = (call) => {
  const { given, registry, receiver, site, state } = call;
  const child = given.positional[0] ?? given.keyword.get('blueprint');
  const prefix =
    given.keyword.get('url_prefix') ??
    given.keyword.get('path') ??
    (child?.kind === 'instance' && registry.objects.get(child)?.kind === 'namespace' ? given.positional[1] : undefined);
  const children = child?.kind === 'choice' ? child.options : child ? [child] : [];
  for (const one of children) {
    if (one.kind !== 'instance' || receiver === null) registry.hasUnknownMount = true;
    else mount(registry, receiver, one, ruleText(prefix), textOf(given.keyword.get('name')) ?? null, site);
  }
  return evaluated(state, none);
};

const initApp: Method = (call) => {
  const { given, registry, receiver, site, state } = call;
  const parent = given.positional[0] ?? given.keyword.get('app');
  if (parent?.kind === 'instance' && receiver) mount(registry, parent, receiver, null, null, site);
  return evaluated(state, none);
};

const hook =
  (reach: 'own' | 'app', phase: HookRegistration['phase']): Method =>
  (call) => {
    const [callee] = call.given.positional;
    if (callee) noteHook(call, { target: call.receiver, reach, phase, callee });
    return evaluated(call.state, callee ?? none);
  };

const errorHandler: Method = (call) => {
  const [exception, handler] = call.given.positional;
  if (exception && handler) call.registry.errorHandlers.push({ exception, handler });
  return evaluated(
    call.state,
    exception ? { kind: 'native', name: 'flask.errorhandler', data: [exception], location: call.site.location } : none,
  );
};

const endpointDecorator: Method = (call) =>
  evaluated(call.state, {
    kind: 'native',
    name: 'flask.endpoint',
    data: [call.given.positional[0] ?? none],
    location: call.site.location,
  });

const methodShortcuts = Object.fromEntries(
  httpMethods.map((name): [string, Method] => [
    name.toLowerCase(),
    (call) =>
      call.given.positional[0] &&
      textOf(call.given.positional[0]) === undefined &&
      call.given.positional[0].kind !== 'symbol'
        ? undefined
        : routeDecorator(call, [name]),
  ]),
);

const shared: Readonly<Record<string, Method>> = {
  ...methodShortcuts,
  route,
  add_url_rule: addUrlRule,
  register_blueprint: registerBlueprint,
  before_request: hook('own', 'before'),
  before_app_request: hook('app', 'before'),
  after_request: hook('own', 'after'),
  after_app_request: hook('app', 'after'),
  url_value_preprocessor: hook('own', 'preprocessor'),
  app_url_value_preprocessor: hook('app', 'preprocessor'),
  errorhandler: errorHandler,
  app_errorhandler: errorHandler,
  register_error_handler: errorHandler,
  endpoint: endpointDecorator,
  add_api: addApi,
  __init__: (call) => evaluated(call.state, none),
};

const restful: Readonly<Record<string, Method>> = {
  route,
  add_resource: addResource,
  resource: (call) => {
    const { given, receiver, site, state } = call;
    return evaluated(state, {
      kind: 'native',
      name: 'flask.route',
      data: [receiver ?? none, given.keyword.get('endpoint') ?? none, none, ...given.positional],
      location: site.location,
    });
  },
  namespace: (call) => {
    const { registry, receiver, given, site, state } = call;
    const made = makeFlaskObject(
      registry,
      'namespace',
      { kind: 'external', name: 'flask_restx.Namespace' },
      given,
      site,
    );
    if (receiver) mount(registry, receiver, made, null, null, site);
    return evaluated(state, made);
  },
  add_namespace: registerBlueprint,
  register_blueprint: registerBlueprint,
  init_app: initApp,
};

const admin: Readonly<Record<string, Method>> = {
  add_view: addAdminViews,
  add_views: addAdminViews,
  init_app: initAdmin,
};

const appBuilder: Readonly<Record<string, Method>> = {
  add_view: addAppBuilderView,
  add_view_no_menu: addAppBuilderView,
  add_api: addAppBuilderView,
  init_app: initApp,
};

/** Names that a receiver of this kind answers; for `hasattr`-like questions and for reading a bound method. */
export function registrationMethods(kind: FlaskKind): Readonly<Record<string, Method>> {
  switch (kind) {
    case 'app':
    case 'blueprint':
      return shared;
    case 'api':
    case 'namespace':
      return restful;
    case 'admin':
      return admin;
    case 'appbuilder':
      return appBuilder;
  }
}

/** Runs a registering method; undefined when the name registers nothing. */
export function callRegistration(kind: FlaskKind, name: string, call: Registration): Outcome[] | undefined {
  const methods = registrationMethods(kind);
  return Object.hasOwn(methods, name) ? methods[name]?.(call) : undefined;
}
