import { findMember } from '../../semantics/calls/classes';
import { setOriginal } from '../../semantics/statements/definitions';
import { evaluated, type Machine, type Outcome, type Site } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import {
  constant,
  identify,
  none,
  sequence,
  textOf,
  type CallArguments,
  type ClassValue,
  type InstanceValue,
  type NativeFunction,
  type Value,
} from '../../semantics/values/values';
import { positional, noArguments } from '../../semantics/values/call-arguments';
import { classViewKind } from './class-views';
import { ruleText } from './flask-objects';
import type { LibraryCall } from '../judged';
import { providerBehaviour } from '../libraries/provider-guards';
import { originalView } from './routes';
import type { Location } from '../../text/span';

/** A call of a method that registers something. */
export interface Registration extends LibraryCall {
  readonly receiver: InstanceValue | null;
}

/** What a registering call says of one route. */
export interface NewRoute {
  readonly rule: string;
  readonly endpoint: string | null;
  readonly view: Value | null;
  /** Null when the view decides. */
  readonly methods: readonly string[] | null;
  readonly kind?: 'function' | 'resource';
  readonly via?: 'decorator' | 'call';
  /** Where the route stands, if not where it is registered. */
  readonly location?: Location;
}

/** Adds a route, once for the same code, rule and target. */
export function addRoute(call: Registration, route: NewRoute): void {
  const { registry, receiver } = call;
  const { rule, endpoint, view, methods, kind = 'function', via = 'call' } = route;
  const registrar = via === 'call' && view ? registrarSite(call.site, view) : call.site;
  const location = route.location ?? registrar.location;
  const viewKey =
    view === null
      ? ''
      : 'location' in view && view.location
        ? `${view.location.file}${String(view.location.span.start)}`
        : definitionKey(view);
  const key = `route ${String(receiver?.id)} ${rule} ${String(endpoint)} ${String(methods?.join())} ${location.file}:${String(location.span.start)} ${viewKey}`;
  if (!registry.isNew(key)) return;
  registry.routes.push({
    target: receiver,
    rule,
    endpoint,
    view,
    methods,
    location,
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
  if (view.kind === 'function' && given.kind === 'class')
    return (view.scope.parameters ?? []).some((name) => view.scope.names.get(name) === given);
  const original = originalView(view);
  return original !== undefined && originalView(given) === original;
}

/** Tells views apart by where their code stands. */
export function definitionKey(view: Value): string {
  if (view.kind === 'function' || view.kind === 'class')
    return `${view.scope.module.file}:${String(view.definition.start)}`;
  if (view.kind === 'native') return `${view.name}(${view.data.map(definitionKey).join()})`;
  if (view.kind === 'bound') return definitionKey(view.function);
  return identify(view);
}

/** Values of a `methods` argument; null when the view decides. */
export function methodsOf(value: Value | undefined, machine: Machine, site: Site, state: State): string[] | null {
  if (value === undefined || value.kind === 'constant') return null;
  const { items } = machine.iterate(value, site, state);
  const names = items.flatMap((item) => (textOf(item) === undefined ? [] : [(textOf(item) ?? '').toUpperCase()]));
  return names.length > 0 ? names : null;
}

/** What `app.route(...)` gives: a decorator that registers. */
export function routeDecorator(call: Registration, methods: readonly string[] | null): Outcome[] {
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
  return evaluated(state, { kind: 'native', name: 'flask.route', data, location: site.location });
}

/** Applies what `@app.route(...)` gave to a view: a function, a class view (Flask-Smorest, APIFlask) or a resource. */
export function applyRoute(native: NativeFunction, view: Value, outer: LibraryCall): Outcome[] {
  const [receiver, endpoint, methods, ...rules] = native.data;
  const call: Registration = { receiver: receiver?.kind === 'instance' ? receiver : null, ...outer };
  const { machine, site, state } = call;
  const wanted = methods ? methodsOf(methods, machine, site, state) : null;
  const { target, kind } = asTarget(view, endpoint, call);
  for (const rule of rules.length > 0 ? rules : [constant('/')])
    addRoute(call, {
      rule: ruleText(rule) ?? '',
      endpoint: textOf(endpoint) ?? null,
      view: target,
      methods: wanted,
      kind,
      via: 'decorator',
    });
  return evaluated(state, view);
}

/**
 * Flask-Smorest and APIFlask make the view of a class themselves, named by the class.
 * https://github.com/marshmallow-code/flask-smorest/blob/main/src/flask_smorest/blueprint.py
 * https://github.com/apiflask/apiflask/blob/main/src/apiflask/route.py
 */
export function asTarget(
  view: Value,
  endpoint: Value | undefined,
  call: LibraryCall,
): { readonly target: Value; readonly kind: 'function' | 'resource' } {
  // A decorator that looks at nobody gives the class back, e.g. Flask-RESTX's `@api.doc(…)`.
  const isDocumentedClass = view.kind === 'decorated' && originalView(view)?.kind === 'class';
  if (isDocumentedClass && providerBehaviour(view.byName) === 'transparent')
    return asTarget(view.inner, endpoint, call);
  if (view.kind !== 'class') return { target: view, kind: 'function' };
  if (classViewKind(view) !== 'method-view') return { target: view, kind: 'resource' };
  const name = textOf(endpoint) ?? view.definition.name;
  const given: CallArguments = { ...noArguments, positional: [constant(name)] };
  return { target: asView(call.machine, view, given, call.site, call.state), kind: 'function' };
}

/** `View.as_view("name", …)`: the class's `decorators` are applied to what is returned. https://flask.palletsprojects.com/en/stable/views/#view-decorators */
export function asView(machine: Machine, type: ClassValue, given: CallArguments, site: Site, state: State): Value {
  const name = given.positional[0] ?? given.keyword.get('name') ?? none;
  let view: Value = {
    kind: 'native',
    name: 'flask.class_view',
    data: [type, name],
    location: site.location,
    arguments: { ...given, positional: given.positional.slice(1) },
  };
  const decorators = findMember(type, 'decorators')?.member;
  for (const decorator of decorators ? machine.iterate(decorators, site, state).items : []) {
    const outcome: Outcome | undefined = machine
      .call(decorator, positional(view), site, state)
      .find((candidate) => !candidate.raised);
    if (outcome === undefined) continue;
    view = outcome.value;
    setOriginal(view, type);
  }
  // Flask names what the decorators returned, too, so that one without `functools.wraps` changes no endpoint.
  if (view.kind === 'function') view.attributes.set('__name__', name);
  return view;
}
