import { findMember } from '../semantics/classes';
import { setOriginal } from '../semantics/definitions';
import { value as one, type Machine, type Outcome, type Site } from '../semantics/machine';
import type { State } from '../semantics/state';
import { newInstance } from '../semantics/call';
import {
  constant,
  identify,
  none,
  sequence,
  textOf,
  type CallArguments,
  type ClassValue,
  type ExternalValue,
  type InstanceValue,
  type Value,
} from '../semantics/values';
import { httpMethods } from './class-models';
import { originalView } from './routes';
import type { FlaskKind, FlaskObject, Registry } from './registry';

/** Methods of apps, blueprints, APIs and namespaces that register something; each returns what the library returns. */
type Method = (call: Registration) => Outcome[] | undefined;

interface Registration {
  readonly registry: Registry;
  readonly machine: Machine;
  readonly receiver: InstanceValue | null;
  readonly given: CallArguments;
  readonly site: Site;
  readonly state: State;
}

/** Makes an app, blueprint, API or namespace; the same code with the same arguments makes the same one. */
export function makeFlaskObject(
  registry: Registry,
  kind: FlaskKind,
  type: ClassValue | ExternalValue,
  given: CallArguments,
  site: Site,
): InstanceValue {
  const key = `${kind}@${site.location.file}:${String(site.location.span.start)}(${[...given.positional, ...given.keyword.values()].map(stableId).join(',')})`;
  const known = registry.made.get(key);
  if (known) return known;
  const made = newInstance(type, given, site);
  registry.made.set(key, made);
  describeFlaskObject(registry, kind, made, given, site);
  return made;
}

// Collections are made anew by each run of a factory; their content, not their identity, tells blueprints apart.
function stableId(value: Value): string {
  if (value.kind === 'sequence') return value.items.map(stableId).join('+');
  if (value.kind === 'mapping' || value.kind === 'instance' || value.kind === 'function') return value.kind;
  return identify(value);
}

/** Notes what the constructor's arguments say; also called for subclasses, by their `super().__init__`. */
export function describeFlaskObject(
  registry: Registry,
  kind: FlaskKind,
  made: InstanceValue,
  given: CallArguments,
  site: Site,
): void {
  const factory = site.frame.stack.at(-1);
  const prefix =
    given.keyword.get(kind === 'namespace' ? 'path' : kind === 'api' ? 'prefix' : 'url_prefix') ??
    (kind === 'api' ? given.positional[1] : kind === 'namespace' ? given.positional[2] : undefined);
  const name = textOf(given.positional[0] ?? given.keyword.get('name')) ?? '';
  const configType: ExternalValue = { kind: 'external', name: 'flask.Config' };
  const object: FlaskObject = {
    kind,
    value: made,
    name,
    prefix: ruleText(prefix) ?? (kind === 'namespace' ? `/${name}` : null),
    factory: factory?.kind === 'function' ? factory.name : null,
    decorators: given.keyword.get('decorators') ?? null,
    location: site.location,
    config: kind === 'app' ? newInstance(configType, given, site) : null,
  };
  registry.objects.set(made, object);
  if (kind !== 'api') return;
  const parent =
    given.positional[0] ?? given.keyword.get('app') ?? given.keyword.get('api') ?? given.keyword.get('blueprint');
  if (parent?.kind === 'instance') mount(registry, parent, made, null, null, site);
}

/** A rule or prefix; unknown parts are shown as `<…>`. */
export function ruleText(value: Value | undefined): string | null {
  if (value === undefined || (value.kind === 'constant' && value.value === null)) return null;
  const text = textOf(value);
  if (text !== undefined) return text;
  if (value.kind === 'choice') return ruleText(value.options[0]);
  if (value.kind === 'symbol') return `${value.knownPrefix ?? ''}<…>`;
  return '<…>';
}

function mount(
  registry: Registry,
  parent: InstanceValue,
  child: InstanceValue,
  prefix: string | null,
  name: string | null,
  site: Site,
): void {
  if (!registry.isNew(`mount ${String(parent.id)} ${String(child.id)} ${String(prefix)} ${String(name)}`)) return;
  registry.mounts.push({ parent, child, prefix, name, location: site.location, order: registry.nextOrder() });
}

function methodsOf(value: Value | undefined, machine: Machine, site: Site, state: State): string[] | null {
  if (value === undefined || value.kind === 'constant') return null;
  const { items } = machine.iterate(value, site, state);
  const names = items.flatMap((item) => (textOf(item) === undefined ? [] : [(textOf(item) ?? '').toUpperCase()]));
  return names.length > 0 ? names : null;
}

/** Adds a route, once for the same code, rule and target. */
function addRoute(
  call: Registration,
  rule: string,
  endpoint: string | null,
  view: Value | null,
  methods: readonly string[] | null,
  kind: 'function' | 'resource' = 'function',
  via: 'decorator' | 'call' = 'call',
): void {
  const { registry, receiver } = call;
  const site = via === 'call' && view ? registrarSite(call.site, view) : call.site;
  const viewKey =
    view === null
      ? ''
      : 'location' in view && view.location
        ? `${view.location.file}${String(view.location.span.start)}`
        : definitionKey(view);
  const key = `route ${String(receiver?.id)} ${rule} ${String(endpoint)} ${String(methods?.join())} ${site.location.file}:${String(site.location.span.start)} ${viewKey}`;
  if (!registry.isNew(key)) return;
  registry.routes.push({
    target: receiver,
    rule,
    endpoint,
    view,
    methods,
    location: site.location,
    kind,
    via,
    order: registry.nextOrder(),
  });
}

/** A function that registers what it was given is a registrar: the route stands where the registrar was called. */
function registrarSite(site: Site, view: Value): Site {
  let current = site;
  for (let depth = 0; depth < 10; depth++) {
    const { function: running, scope, calledFrom } = current.frame;
    if (running === null || calledFrom === null) return current;
    const isGiven = running.definition.parameters.some((parameter) => holds(scope.names.get(parameter.name), view));
    if (!isGiven) return current;
    current = calledFrom;
  }
  return current;
}

function holds(given: Value | undefined, view: Value): boolean {
  if (given === undefined) return false;
  if (given === view) return true;
  if (view.kind === 'native' && view.data[0] !== undefined) return given === view.data[0];
  const original = originalView(view);
  return original !== undefined && originalView(given) === original;
}

function definitionKey(view: Value): string {
  if (view.kind === 'function' || view.kind === 'class')
    return `${view.scope.module.file}:${String(view.definition.start)}`;
  if (view.kind === 'native') return `${view.name}(${view.data.map(definitionKey).join()})`;
  if (view.kind === 'bound') return definitionKey(view.function);
  return identify(view);
}

const route: Method = (call) => routeDecorator(call, null);

function routeDecorator(call: Registration, methods: readonly string[] | null): Outcome[] {
  const { machine, given, site, state, receiver } = call;
  const options = given.keyword;
  const wanted = methods ?? methodsOf(options.get('methods'), machine, site, state);
  const rules = given.positional.filter((value) => value.kind !== 'mapping');
  const list = wanted
    ? sequence(
        'list',
        wanted.map((name) => constant(name)),
      )
    : none;
  const data: Value[] = [
    receiver ?? none,
    options.get('endpoint') ?? none,
    list,
    ...(options.get('rule') ? [options.get('rule') ?? none] : rules),
  ];
  return one(state, { kind: 'native', name: 'flask.route', data, location: site.location });
}

/** Applies what `@app.route(...)` gave to a view. */
export function applyRoute(
  registry: Registry,
  machine: Machine,
  native: Extract<Value, { kind: 'native' }>,
  view: Value,
  site: Site,
  state: State,
): Outcome[] {
  const [receiver, endpoint, methods, ...rules] = native.data;
  const target = receiver?.kind === 'instance' ? receiver : null;
  const call: Registration = {
    registry,
    machine,
    receiver: target,
    given: { positional: [], keyword: new Map(), open: false },
    site,
    state,
  };
  const isResource = view.kind === 'class';
  const wanted = methods ? methodsOf(methods, machine, site, state) : null;
  for (const rule of rules.length > 0 ? rules : [constant('/')])
    addRoute(
      call,
      ruleText(rule) ?? '',
      textOf(endpoint) ?? null,
      view,
      wanted,
      isResource ? 'resource' : 'function',
      'decorator',
    );
  return one(state, view);
}

const addUrlRule: Method = (call) => {
  const { given, machine, site, state } = call;
  const rule = given.positional[0] ?? given.keyword.get('rule');
  const endpoint = textOf(given.positional[1] ?? given.keyword.get('endpoint')) ?? null;
  const view = given.positional[2] ?? given.keyword.get('view_func') ?? null;
  const isNothing = view?.kind === 'constant';
  addRoute(
    call,
    ruleText(rule) ?? '',
    endpoint,
    isNothing ? null : view,
    methodsOf(given.keyword.get('methods'), machine, site, state),
  );
  return one(state, none);
};

const addResource: Method = (call) => {
  const { given, state } = call;
  const [resource, ...urls] = given.positional;
  const isSwapped = resource && textOf(resource) !== undefined;
  if (resource === undefined || isSwapped) return one(state, none);
  const endpoint = textOf(given.keyword.get('endpoint')) ?? null;
  for (const url of urls) addRoute(call, ruleText(url) ?? '', endpoint, resource, null, 'resource');
  return one(state, none);
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
  return one(state, none);
};

const initApp: Method = (call) => {
  const { given, registry, receiver, site, state } = call;
  const parent = given.positional[0] ?? given.keyword.get('app');
  if (parent?.kind === 'instance' && receiver) mount(registry, parent, receiver, null, null, site);
  return one(state, none);
};

const hook =
  (reach: 'own' | 'app', phase: 'preprocessor' | 'before'): Method =>
  (call) => {
    const { given, registry, receiver, site, state, machine } = call;
    const [callee] = given.positional;
    if (callee === undefined) return one(state, none);
    if (
      registry.isNew(
        `hook ${String(receiver?.id)} ${reach} ${phase} ${site.location.file}:${String(site.location.span.start)} ${definitionKey(callee)}`,
      )
    ) {
      registry.hooks.push({
        target: receiver,
        reach,
        phase,
        callee,
        conditions: [...machine.conditions],
        location: site.location,
        order: registry.nextOrder(),
      });
    }
    return one(state, callee);
  };

const errorHandler: Method = (call) => {
  const [exception, handler] = call.given.positional;
  if (exception && handler) call.registry.errorHandlers.push({ exception, handler });
  return one(
    call.state,
    exception ? { kind: 'native', name: 'flask.errorhandler', data: [exception], location: call.site.location } : none,
  );
};

const endpointDecorator: Method = (call) =>
  one(call.state, {
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
  url_value_preprocessor: hook('own', 'preprocessor'),
  app_url_value_preprocessor: hook('app', 'preprocessor'),
  errorhandler: errorHandler,
  app_errorhandler: errorHandler,
  register_error_handler: errorHandler,
  endpoint: endpointDecorator,
  __init__: (call) => one(call.state, none),
};

const restful: Readonly<Record<string, Method>> = {
  route,
  add_resource: addResource,
  resource: (call) => {
    const { given, receiver, site, state } = call;
    return one(state, {
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
    return one(state, made);
  },
  add_namespace: registerBlueprint,
  register_blueprint: registerBlueprint,
  init_app: initApp,
};

/** Names that a receiver of this kind answers; for `hasattr`-like questions and for reading a bound method. */
export function registrationMethods(kind: FlaskKind): Readonly<Record<string, Method>> {
  return kind === 'app' || kind === 'blueprint' ? shared : restful;
}

/** Runs a registering method; undefined when the name registers nothing. */
export function callRegistration(kind: FlaskKind, name: string, call: Registration): Outcome[] | undefined {
  const methods = registrationMethods(kind);
  return Object.hasOwn(methods, name) ? methods[name]?.(call) : undefined;
}

/** `View.as_view("name", …)`: the class's `decorators` are applied to what is returned. https://flask.palletsprojects.com/en/stable/views/#view-decorators */
export function asView(machine: Machine, type: ClassValue, given: CallArguments, site: Site, state: State): Value {
  let view: Value = {
    kind: 'native',
    name: 'flask.class_view',
    data: [type, given.positional[0] ?? given.keyword.get('name') ?? none],
    location: site.location,
    arguments: { ...given, positional: given.positional.slice(1) },
  };
  const decorators = findMember(type, 'decorators')?.member;
  for (const decorator of decorators ? machine.iterate(decorators, site, state).items : []) {
    const outcome: Outcome | undefined = machine
      .call(decorator, { positional: [view], keyword: new Map(), open: false }, site, state)
      .find((candidate) => !candidate.raised);
    if (outcome === undefined) continue;
    view = outcome.value;
    setOriginal(view, type);
  }
  return view;
}
