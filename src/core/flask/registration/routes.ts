import { externalBases, findMember } from '../../semantics/calls/classes';
import { originalOf } from '../../semantics/statements/definitions';
import {
  constant,
  keyOf,
  textOf,
  type ClassValue,
  type FunctionValue,
  type InstanceValue,
  type Value,
} from '../../semantics/values/values';
import { classMethods } from './class-views';
import type { FlaskObject, HookRegistration, Mount, Registry, RouteRegistration } from '../registry';

/** A registration as one app serves it: with every prefix, on one chain of blueprints. */
export interface BoundRoute {
  readonly registration: RouteRegistration;
  readonly app: FlaskObject | null;
  /** Blueprints, APIs and namespaces from the app inwards. */
  readonly chain: readonly FlaskObject[];
  /** Those of them whose hooks Flask finds by the endpoint, with the names that it knows blueprints by. */
  readonly hooked: readonly { readonly object: FlaskObject; readonly name: string }[];
  readonly mounts: readonly Mount[];
  readonly path: string;
  readonly endpoint: string;
  readonly blueprint: string | null;
  readonly view: Value;
  readonly original: FunctionValue | ClassValue | undefined;
  readonly methods: readonly string[];
}

/** Every route of every app; routes of things that are never mounted have no app. */
export function bindRoutes(registry: Registry): BoundRoute[] {
  return registry.routes.flatMap((registration) => {
    const chains = chainsTo(registry, registration);
    return chains.flatMap((chain) => {
      const route = bindRoute(registry, registration, chain);
      return route ? [route] : [];
    });
  });
}

interface Chain {
  readonly app: FlaskObject | null;
  readonly objects: readonly FlaskObject[];
  readonly mounts: readonly Mount[];
}

function chainsTo(registry: Registry, registration: RouteRegistration): Chain[] {
  const object = registration.target ? registry.objects.get(registration.target) : undefined;
  if (!object) {
    const [app, ...others] = registry.apps();
    return [{ app: app && others.length === 0 ? app : null, objects: [], mounts: [] }];
  }
  return chainsOf(registry, object, 0);
}

function chainsOf(registry: Registry, object: FlaskObject, depth: number): Chain[] {
  if (object.kind === 'app') return [{ app: object, objects: [], mounts: [] }];
  const mounts = depth > 8 ? [] : registry.mountsOf(object.value);
  if (mounts.length === 0) {
    const [app, ...others] = registry.apps();
    const isAssumed =
      (registry.hasUnknownMount || object.kind !== 'blueprint') && app !== undefined && others.length === 0;
    return [{ app: isAssumed ? app : null, objects: [object], mounts: [] }];
  }
  return mounts.flatMap((mount) => {
    const parent = registry.objects.get(mount.parent);
    const above: Chain[] = parent ? chainsOf(registry, parent, depth + 1) : [{ app: null, objects: [], mounts: [] }];
    return above.map((chain) => ({
      app: chain.app,
      objects: [...chain.objects, object],
      mounts: [...chain.mounts, mount],
    }));
  });
}

function bindRoute(registry: Registry, registration: RouteRegistration, chain: Chain): BoundRoute | undefined {
  const blueprints = chain.objects.filter((object) => object.kind === 'blueprint');
  const names = blueprints.map((object) => mountedName(object, chain));
  const isByLastName = names.length > 1 && isNamedShort(registry, registration, chain.objects);
  const blueprint = names.length === 0 ? null : isByLastName ? (names.at(-1) ?? null) : names.join('.');
  const ownEndpoint =
    registration.endpoint ?? (registration.view ? viewName(registration.view, registration.kind) : '');
  const endpoint = blueprint === null ? ownEndpoint : `${blueprint}.${ownEndpoint}`;
  // `app.view_functions[endpoint] = guarded` replaces what was registered.
  const view = registry.viewFunctions.get(endpoint) ?? registration.view ?? registry.viewFunctions.get(ownEndpoint);
  if (view === undefined) return undefined;
  const original = originalView(view);
  return {
    registration,
    app: chain.app,
    chain: chain.objects,
    hooked: isByLastName
      ? []
      : chain.objects.map((object) => ({ object, name: dottedName(object, blueprints, names) })),
    mounts: chain.mounts,
    path: fullPath(registration, chain),
    endpoint,
    blueprint,
    view,
    original,
    methods: routeMethods(registration, original),
  };
}

/**
 * Flask-RESTful and its successors name an endpoint by the last blueprint alone, also of what is registered on it after
 * them, so that for one inside another Flask finds no hooks of either. https://github.com/flask-restful/flask-restful/blob/master/flask_restful/__init__.py (`_blueprint_setup_add_url_rule_patch`)
 */
function isNamedShort(registry: Registry, registration: RouteRegistration, chain: readonly FlaskObject[]): boolean {
  const innermost = chain.findLast(({ kind }) => kind === 'blueprint');
  return [...registry.objects.values()].some(
    (object) =>
      object.kind === 'api' &&
      externalBases(object.value.class).some((base) => /^flask_rest(?:ful|x|plus)\./.test(base)) &&
      registry
        .mountsOf(object.value)
        .some(
          ({ parent, order }) => parent === innermost?.value && (chain.includes(object) || order < registration.order),
        ),
  );
}

/** A blueprint with those around it; an API is known by no name. */
function dottedName(object: FlaskObject, blueprints: readonly FlaskObject[], names: readonly string[]): string {
  return names.slice(0, blueprints.indexOf(object) + 1).join('.');
}

function mountedName(object: FlaskObject, chain: Chain): string {
  return chain.mounts.find((mount) => mount.child === object.value)?.name ?? object.name;
}

/** Name that Flask gives an endpoint: the function's `__name__`, as `functools.wraps` keeps it. */
export function viewName(view: Value, kind: 'function' | 'resource'): string {
  switch (view.kind) {
    case 'function': {
      const given = textOf(view.attributes.get('__name__'));
      if (given !== undefined) return given;
      if (view.wraps) return viewName(view.wraps, kind);
      return view.definition.kind === 'function' ? view.definition.name : '<lambda>';
    }
    case 'bound':
      return viewName(view.function, kind);
    case 'class':
      return view.definition.name.toLowerCase();
    case 'decorated':
      return viewName(view.inner, kind);
    case 'native': {
      const name = view.data[1];
      return name?.kind === 'constant' && typeof name.value === 'string' ? name.value : 'view';
    }
    case 'partial':
      return viewName(view.callee, kind);
    case 'instance': {
      const wrapped = view.attributes.get('__wrapped__');
      return wrapped ? viewName(wrapped, kind) : 'view';
    }
    default:
      return 'view';
  }
}

/** The function or class whose code does the view's work: what a decorator was given, also by a call. */
export function originalView(view: Value, depth = 0): FunctionValue | ClassValue | undefined {
  if (depth > 12) return undefined;
  const decorated = originalOf(view);
  if (decorated !== undefined && decorated !== view)
    return decorated.kind === 'function' && decorated !== view ? (wrappedBy(decorated, depth) ?? decorated) : decorated;
  if (view.kind === 'decorated') return originalView(view.inner, depth + 1);
  if (view.kind === 'partial') return originalView(view.callee, depth + 1);
  if (view.kind === 'native' && view.name.endsWith('.wrapper') && view.data[1])
    return originalView(view.data[1], depth + 1);
  if (view.kind === 'function') return wrappedBy(view, depth) ?? view;
  if (view.kind === 'instance') return keptBy(view, depth);
  return decorated;
}

/** The view that a wrapper was made for: what `functools.wraps` was given, else the callable argument of the function around it. */
function wrappedBy(wrapper: FunctionValue, depth: number): FunctionValue | ClassValue | undefined {
  if (wrapper.wraps) return originalView(wrapper.wraps, depth + 1);
  for (const name of wrapper.scope.parameters ?? []) {
    const value = wrapper.scope.names.get(name);
    if (
      value &&
      (value.kind === 'function' ||
        value.kind === 'decorated' ||
        value.kind === 'instance' ||
        (value.kind === 'native' && value.name === 'flask.class_view'))
    )
      return originalView(value, depth + 1);
  }
  return undefined;
}

/** The view that an instance of a decorator class keeps in an attribute; one that keeps none is called itself. */
function keptBy(instance: InstanceValue, depth: number): FunctionValue | ClassValue | undefined {
  for (const value of instance.attributes.values()) {
    const isCallable = ['function', 'bound', 'decorated', 'instance'].includes(value.kind);
    const kept = isCallable ? originalView(value, depth + 1) : undefined;
    if (kept) return kept;
  }
  const own = findMember(instance.class, '__call__')?.member;
  return own?.kind === 'function' ? own : undefined;
}

/** Joins prefixes as Flask does. https://flask.palletsprojects.com/en/stable/api/#flask.Flask.register_blueprint */
function fullPath(registration: RouteRegistration, chain: Chain): string {
  let prefix = '';
  for (const object of chain.objects) {
    const given = chain.mounts.find((mount) => mount.child === object.value)?.prefix ?? object.prefix;
    if (given === null || given === '' || given === '/') continue;
    prefix = `${prefix.replace(/\/+$/, '')}/${given.replace(/^\/+/, '')}`;
  }
  const { rule } = registration;
  if (prefix === '') return rule.startsWith('/') ? rule : `/${rule}`;
  return rule === '' ? prefix : `${prefix.replace(/\/+$/, '')}/${rule.replace(/^\/+/, '')}`;
}

function routeMethods(
  registration: RouteRegistration,
  original: FunctionValue | ClassValue | undefined,
): readonly string[] {
  if (registration.methods)
    return [...new Set(registration.methods)].filter((method) => method !== 'HEAD' && method !== 'OPTIONS').sort();
  if (original?.kind === 'class') return [...new Set(classMethods(original))].sort();
  const declared = original?.attributes.get('methods');
  if (declared?.kind === 'sequence')
    return declared.items
      .flatMap((item) => (item.kind === 'constant' && typeof item.value === 'string' ? [item.value.toUpperCase()] : []))
      .sort();
  return ['GET'];
}

/** Hooks that run before a route, in Flask's order: of the app, then of its blueprints from the outermost in. */
export function hooksOf(registry: Registry, route: BoundRoute): HookRegistration[] {
  const all = [
    ...registry.hooks.filter((hook) => isOnApp(registry, hook, route)),
    ...listedHooks(route, null),
    ...route.hooked.flatMap(({ object }) => registry.hooks.filter((hook) => isOnBlueprint(hook, object, route))),
    ...route.hooked.flatMap((hooked) => listedHooks(route, hooked)),
  ];
  const phases = ['started', 'preprocessor', 'before'] as const;
  return phases.flatMap((phase) => all.filter((hook) => hook.phase === phase));
}

/** Hooks that are given a route's response, in Flask's order: those of the innermost blueprint first, the last one first. */
export function afterHooksOf(registry: Registry, route: BoundRoute): HookRegistration[] {
  const hooks = registry.hooks.filter(({ phase }) => phase === 'after');
  return [
    ...hooks.filter((hook) => isOnApp(registry, hook, route)),
    ...route.hooked.flatMap(({ object }) => hooks.filter((hook) => isOnBlueprint(hook, object, route))),
  ].reverse();
}

function isOnBlueprint(hook: HookRegistration, { value }: FlaskObject, route: BoundRoute): boolean {
  return hook.target === value && hook.reach === 'own' && !isTooLate(hook, route);
}

function isOnApp(registry: Registry, hook: HookRegistration, route: BoundRoute): boolean {
  if (route.app === null) return false;
  if (hook.target === route.app.value) return true;
  if (hook.target === null) return hook.phase === 'started';
  if (hook.reach !== 'app') return false;
  const object = registry.objects.get(hook.target);
  return object !== undefined && chainsOf(registry, object, 0).some((chain) => chain.app === route.app);
}

/** A blueprint's hooks are copied when it is mounted: one added later in the same file has no effect. */
export function isTooLate(hook: HookRegistration, route: BoundRoute): boolean {
  return route.mounts.some(
    (mount) =>
      mount.child === hook.target &&
      mount.location.file === hook.location.file &&
      hook.order > mount.order &&
      hook.location.span.start > mount.location.span.start,
  );
}

/** `app.before_request_funcs[None].append(f)`, also by blueprint name. https://flask.palletsprojects.com/en/stable/api/#flask.Flask.before_request_funcs */
function listedHooks(route: BoundRoute, blueprint: BoundRoute['hooked'][number] | null): HookRegistration[] {
  const found: HookRegistration[] = [];
  for (const [owner, key] of [
    [route.app, blueprint === null ? null : blueprint.name],
    ...(blueprint ? ([[blueprint.object, null]] as const) : []),
  ] as const) {
    const table = owner?.value.attributes.get('before_request_funcs');
    const list = table?.kind === 'mapping' ? table.entries.get(keyOf(constant(key)) ?? '')?.value : undefined;
    if (!owner || list?.kind !== 'sequence') continue;
    for (const callee of list.items)
      found.push({
        target: owner.value,
        reach: 'own',
        phase: 'before',
        callee,
        conditions: [],
        location: owner.location,
        order: 0,
      });
  }
  return found;
}
