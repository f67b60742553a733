import { findMember, externalBases } from '../../semantics/calls/classes';
import { newInstance } from '../../semantics/calls/call';
import { evaluated, type Outcome } from '../../semantics/machine';
import {
  none,
  textOf,
  type CallArguments,
  type ClassValue,
  type ExternalValue,
  type InstanceValue,
  type Value,
} from '../../semantics/values/values';
import { noArguments } from '../../semantics/values/call-arguments';
import { exposedMembers, registerExposed } from './exposed-views';
import type { LibraryCall } from '../judged';
import { originalView } from '../registration/routes';
import { methodsWhere, type ViewFamily } from './view-objects';
import { definitionKey, type Registration } from '../registration/view-registration';

/** Methods marked by `@before_request` run first. https://github.com/dpgaspar/Flask-AppBuilder/blob/master/flask_appbuilder/hooks.py */
export const appBuilderFamily: ViewFamily = {
  before: (view, method, { registry }) =>
    methodsWhere(view, (definition) => {
      const only = registry.methodHooks.get(definition);
      return only !== undefined && (only === null || only.includes(method));
    }).map((callee) => ({ callee, given: noArguments })),
  decorators: () => [],
};

/** `@before_request`, bare or with `only=[…]`; undefined for any other name. */
export function methodHook(name: string, call: LibraryCall): Outcome[] | undefined {
  if (!/^flask_appbuilder\.(?:hooks\.)?before_request$/.test(name)) return undefined;
  const { given, site, state } = call;
  const [hook] = given.positional;
  if (hook && hook.kind !== 'constant') return noteHook(hook, none, call);
  const only = given.keyword.get('only') ?? none;
  return evaluated(state, { kind: 'native', name: 'appbuilder.before_request', data: [only], location: site.location });
}

/** Notes that a method runs before the others. */
export function noteHook(hook: Value, only: Value, { registry, machine, site, state }: LibraryCall): Outcome[] {
  const original = originalView(hook);
  const names = machine.iterate(only, site, state).items.flatMap((item) => textOf(item) ?? []);
  if (!machine.forking && original?.kind === 'function')
    registry.methodHooks.set(original.definition, only.kind === 'constant' ? null : names);
  return evaluated(state, hook);
}

/**
 * `appbuilder.add_view(View, …)`, `add_view_no_menu(View)`, `add_api(Api)`: a class or an object of it.
 * https://github.com/dpgaspar/Flask-AppBuilder/blob/master/flask_appbuilder/base.py
 */
export function addAppBuilderView(call: Registration): Outcome[] {
  const { given, registry, state } = call;
  const added = given.positional[0] ?? given.keyword.get('baseview');
  const view = added && viewObject(added, call);
  if (!view) return evaluated(state, none);
  const members = exposedMembers(view.class, registry).filter((member) => isIncluded(view, member.name, call));
  registerExposed(call, view, { name: nameOf(view.class), prefix: routeBase(view), members });
  return evaluated(state, view);
}

function viewObject(added: Value, call: Registration): InstanceValue | undefined {
  if (added.kind === 'instance') return added;
  if (added.kind !== 'class' && added.kind !== 'external') return undefined;
  const { registry, machine, receiver, site, state } = call;
  const key = `view ${String(receiver?.id)} ${definitionKey(added)}`;
  const known = registry.made.get(key);
  if (known) return known;
  const made = machine.call(added, noArguments, site, state)[0]?.value;
  const view = made?.kind === 'instance' ? made : newInstance(added, noArguments satisfies CallArguments, site);
  registry.made.set(key, view);
  return view;
}

/** `exclude_route_methods`, `include_route_methods` */
function isIncluded(view: InstanceValue, method: string, { machine, site, state }: Registration): boolean {
  const named = (attribute: string): readonly string[] | undefined => {
    const member = classAttribute(view, attribute);
    if (!member || member.kind === 'constant') return undefined;
    return machine.iterate(member, site, state).items.flatMap((item) => textOf(item) ?? []);
  };
  return (
    named('exclude_route_methods')?.includes(method) !== true &&
    named('include_route_methods')?.includes(method) !== false
  );
}

function routeBase(view: InstanceValue): string {
  const text = (name: string): string | undefined => textOf(classAttribute(view, name));
  const given = text('route_base');
  if (given !== undefined) return given;
  const name = nameOf(view.class).toLowerCase();
  const isApi = externalBases(view.class).some((base) =>
    /^flask_appbuilder\.(?:\w+\.)*(?:Base|Model|ModelRest)Api$/.test(base),
  );
  if (!isApi) return `/${name}`;
  return `/api/${text('version') ?? 'v1'}/${(text('resource_name') ?? name).toLowerCase()}`;
}

function classAttribute(view: InstanceValue, name: string): Value | undefined {
  return view.attributes.get(name) ?? findMember(view.class, name)?.member;
}

function nameOf(type: ClassValue | ExternalValue): string {
  return type.kind === 'class' ? type.definition.name : (type.name.split('.').at(-1) ?? '');
}
