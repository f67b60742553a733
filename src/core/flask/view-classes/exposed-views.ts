import { newInstance } from '../../semantics/calls/call';
import { linearize } from '../../semantics/calls/classes';
import { originalOf, setOriginal } from '../../semantics/statements/definitions';
import { evaluated, type Outcome } from '../../semantics/machine';
import {
  constant,
  none,
  sequence,
  textOf,
  type ClassValue,
  type ExternalValue,
  type FunctionValue,
  type InstanceValue,
  type NativeFunction,
  type Value,
} from '../../semantics/values/values';
import { noArguments } from '../../semantics/values/call-arguments';
import type { Location } from '../../text/span';
import { exposedClassOf } from './exposed-classes';
import { mount, ruleText } from '../registration/flask-objects';
import type { LibraryCall } from '../judged';
import type { ExposedRule, Registry } from '../registry';
import { originalView } from '../registration/routes';
import { addRoute, methodsOf, type Registration } from '../registration/view-registration';

/** Classes whose methods carry their rules: Flask-Admin's and Flask-AppBuilder's `@expose`. */

/** `expose("/x", methods=["GET"])`, of either library; undefined for any other name. */
export function exposeDecorator(name: string, { given, machine, site, state }: LibraryCall): Outcome[] | undefined {
  if (!/^flask_(?:admin|appbuilder)\.(?:\w+\.)*expose$/.test(name)) return undefined;
  const methods = methodsOf(given.positional[1] ?? given.keyword.get('methods'), machine, site, state) ?? ['GET'];
  const rule = given.positional[0] ?? given.keyword.get('url') ?? constant('/');
  return evaluated(state, ruleDecorator(rule, methods, null, site.location));
}

/** A decorator that only notes a rule. */
export function ruleDecorator(
  rule: Value,
  methods: readonly string[] | null,
  endpoint: Value | null,
  location: Location,
): NativeFunction {
  const list = methods
    ? sequence(
        'list',
        methods.map((method) => constant(method)),
      )
    : none;
  return { kind: 'native', name: 'flask.expose', data: [rule, list, endpoint ?? none], location };
}

/** Notes a rule on what was decorated; decorators that keep the function's attributes may stand on either side. */
export function applyRule(native: NativeFunction, view: Value, call: LibraryCall): Outcome[] {
  const { registry, machine, site, state } = call;
  const original = originalView(view);
  const [rule, methods, endpoint] = native.data;
  if (!machine.forking && original?.kind === 'function') {
    const known = registry.exposed.get(original.definition) ?? [];
    const added: ExposedRule = {
      rule: ruleText(rule) ?? '/',
      methods: methods ? methodsOf(methods, machine, site, state) : null,
      endpoint: textOf(endpoint) ?? null,
    };
    const isKnown = known.some((one) => one.rule === added.rule && one.methods?.join() === added.methods?.join());
    if (!isKnown) registry.exposed.set(original.definition, [...known, added]);
  }
  return evaluated(state, view);
}

/** One method of a view class that answers requests. */
export interface ExposedMember {
  readonly name: string;
  readonly rules: readonly ExposedRule[];
  /** The workspace's function; null for one that the library has. */
  readonly member: Value | null;
  readonly owner: ClassValue | null;
  readonly original: FunctionValue | null;
  /** The library's decorator on its own method. */
  readonly guard: string | null;
}

/** What a class exposes, itself and by its bases; a method that is overridden without a rule is exposed no more. */
export function exposedMembers(type: ClassValue | ExternalValue, registry: Registry): ExposedMember[] {
  const found: ExposedMember[] = [];
  const seen = new Set<string>();
  for (const entry of linearize(type)) {
    const own = entry.kind === 'class' ? membersOf(entry, registry) : inheritedMembers(entry.name);
    for (const member of own) if (!seen.has(member.name) && member.rules.length > 0) found.push(member);
    for (const member of own) seen.add(member.name);
  }
  return found;
}

function membersOf(type: ClassValue, registry: Registry): ExposedMember[] {
  return [...type.members].map(([name, member]) => {
    const original = originalOf(member);
    const definition = original?.kind === 'function' ? original.definition : undefined;
    return {
      name,
      rules: definition ? (registry.exposed.get(definition) ?? []) : [],
      member,
      owner: type,
      original: original?.kind === 'function' ? original : null,
      guard: null,
    };
  });
}

function inheritedMembers(className: string): ExposedMember[] {
  const byName = new Map<string, ExposedMember>();
  for (const { name, rule, methods, guard } of exposedClassOf(className)?.endpoints ?? []) {
    const rules = [...(byName.get(name)?.rules ?? []), { rule, methods, endpoint: null }];
    byName.set(name, { name, rules, member: null, owner: null, original: null, guard });
  }
  return [...byName.values()];
}

/** Registers what a view object exposes, on a blueprint of its own below an extension. */
export function registerExposed(
  call: Registration,
  view: InstanceValue,
  place: { readonly name: string; readonly prefix: string | null; readonly members: readonly ExposedMember[] },
): void {
  const { registry, receiver, site } = call;
  const blueprint = blueprintOf(view, place.name, place.prefix, call);
  if (receiver) mount(registry, receiver, blueprint, null, null, site);
  for (const member of place.members) addMemberRoutes({ ...call, receiver: blueprint }, view, member);
}

/** The blueprint that the library makes for a view object; hooks may be put on it as `view.blueprint`. */
function blueprintOf(view: InstanceValue, name: string, prefix: string | null, call: Registration): InstanceValue {
  const { registry, site } = call;
  const known = view.attributes.get('blueprint');
  if (known?.kind === 'instance') return known;
  const made = newInstance({ kind: 'external', name: 'flask.Blueprint' }, noArguments, site);
  const { location } = site;
  view.attributes.set('blueprint', made);
  registry.objects.set(made, {
    kind: 'blueprint',
    value: made,
    name,
    prefix,
    factory: null,
    decorators: null,
    location,
    config: null,
  });
  return made;
}

/** Routes of one method: on its `def` in the class itself, on the class where it is inherited. */
export function addMemberRoutes(call: Registration, view: InstanceValue, member: ExposedMember): void {
  const { definition } = member.original ?? {};
  const isOwn = member.owner !== null && member.owner === view.class;
  const location =
    isOwn && definition?.kind === 'function'
      ? { file: member.owner.scope.module.file, span: definition.nameSpan }
      : view.class.kind === 'class'
        ? { file: view.class.scope.module.file, span: view.class.definition.nameSpan }
        : undefined;
  const native: NativeFunction = {
    kind: 'native',
    name: 'flask.exposed_view',
    data: [view, constant(member.name), member.member ?? none, member.guard === null ? none : constant(member.guard)],
    location: location ?? call.site.location,
    arguments: noArguments,
  };
  if (member.original) setOriginal(native, member.original);
  for (const { rule, methods, endpoint } of member.rules)
    addRoute(call, {
      rule,
      endpoint: endpoint ?? member.name,
      view: native,
      methods,
      via: isOwn ? 'decorator' : 'call',
      ...(location ? { location } : {}),
    });
}
