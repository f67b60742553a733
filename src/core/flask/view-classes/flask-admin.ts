import { newInstance } from '../../semantics/calls/call';
import { externalBases } from '../../semantics/calls/classes';
import { raised, then, evaluated, type Outcome } from '../../semantics/machine';
import {
  constant,
  none,
  textOf,
  type CallArguments,
  type InstanceValue,
  type Value,
} from '../../semantics/values/values';
import { noArguments } from '../../semantics/values/call-arguments';
import { exposedClassOf, type ExposedClass } from './exposed-classes';
import { exposedMembers, registerExposed } from './exposed-views';
import { mount, ruleText } from '../registration/flask-objects';
import type { LibraryCall } from '../judged';
import type { Registration } from '../registration/view-registration';
import type { ViewFamily } from './view-objects';

/**
 * Flask-Admin asks `is_accessible()` of the view's class before each of its methods; the library's own says yes to all.
 * https://github.com/flask-admin/flask-admin/blob/master/flask_admin/base.py
 */
export const adminFamily: ViewFamily = {
  before: (view, method, { given, machine, site, state }) => [
    {
      callee: machine.attribute(view, '_handle_view', site, state),
      given: { ...given, positional: [constant(method)] },
    },
  ],
  decorators: () => [],
};

/** Methods that Flask-Admin's views have of their own; undefined for any other. */
export function callAdminView(view: InstanceValue, method: string, call: LibraryCall): Outcome[] | undefined {
  const { registry, given, machine, site, state } = call;
  switch (method) {
    case '__init__':
      registry.constructed.set(view, given);
      return evaluated(state, none);
    case 'is_accessible':
    case 'is_visible':
      return evaluated(state, constant(true));
    case 'inaccessible_callback':
      return raised(state, {
        kind: 'exception',
        name: 'werkzeug.exceptions.Forbidden',
        status: 403,
        instance: null,
        isImplicit: false,
        location: site.location,
      });
    case '_handle_view': {
      const asked = machine.attribute(view, 'is_accessible', site, state);
      return then(machine.call(asked, noArguments, site, state), (answer, path) =>
        machine
          .branch(answer, path, site.location)
          .flatMap((side) =>
            side.truth
              ? evaluated(side.state, none)
              : machine.call(
                  machine.attribute(view, 'inaccessible_callback', site, side.state),
                  given,
                  site,
                  side.state,
                ),
          ),
      );
    }
    default:
      return undefined;
  }
}

/** `Admin(app, url=…, index_view=…)`, also by a subclass: the index is a view as well. */
export function describeAdmin(call: Registration): void {
  const { given, receiver } = call;
  if (receiver === null || call.machine.forking) return;
  const index = given.keyword.get('index_view') ?? given.positional[4];
  addIndex(call, index, textOf(given.keyword.get('url') ?? given.positional[2]) ?? null);
}

/** `admin.init_app(app, index_view=…)` */
export function initAdmin(call: Registration): Outcome[] {
  const { given, registry, receiver, site, state } = call;
  const app = given.positional[0] ?? given.keyword.get('app');
  if (app?.kind === 'instance' && receiver) mount(registry, app, receiver, null, null, site);
  const index = given.keyword.get('index_view') ?? given.positional[1];
  if (index) addIndex(call, index, textOf(given.keyword.get('url')) ?? null);
  return evaluated(state, none);
}

function addIndex(call: Registration, index: Value | undefined, url: string | null): void {
  const { registry, receiver, site } = call;
  if (receiver === null) return;
  const type = { kind: 'external', name: 'flask_admin.AdminIndexView' } as const;
  const key = `admin index ${String(receiver.id)}`;
  const view = index?.kind === 'instance' ? index : (registry.made.get(key) ?? newInstance(type, noArguments, site));
  if (index?.kind !== 'instance') registry.made.set(key, view);
  const settings = settingsOf(view, call);
  const indexUrl = settings.url ?? url ?? '/admin';
  registry.adminUrls.set(receiver, url ?? indexUrl);
  const members = exposedMembers(view.class, registry);
  registerExposed(call, view, { name: settings.endpoint ?? 'admin', prefix: indexUrl, members });
}

/** `admin.add_view(view)`, `admin.add_views(first, second)` */
export function addAdminViews(call: Registration): Outcome[] {
  const { given, registry, receiver, state } = call;
  const base = (receiver && registry.adminUrls.get(receiver)) ?? '/admin';
  for (const view of [...given.positional, ...given.keyword.values()]) {
    if (view.kind !== 'instance') continue;
    const { endpoint, url } = settingsOf(view, call);
    const name = endpoint ?? defaultEndpoint(view, call);
    const below = `${base.replace(/\/$/, '')}/${url ?? name}`;
    const prefix = url?.startsWith('/') === true ? url : below;
    registerExposed(call, view, { name, prefix, members: exposedMembers(view.class, registry) });
  }
  return evaluated(state, none);
}

function modelOf(view: InstanceValue): ExposedClass | undefined {
  for (const name of externalBases(view.class)) {
    const model = exposedClassOf(name);
    if (model?.endpointAt !== undefined) return model;
  }
  return undefined;
}

/** Arguments that reached the library's own constructor. */
function constructorArguments(view: InstanceValue, { registry }: LibraryCall): CallArguments {
  return registry.constructed.get(view) ?? view.arguments;
}

function settingsOf(
  view: InstanceValue,
  call: LibraryCall,
): { readonly endpoint: string | null; readonly url: string | null } {
  const given = constructorArguments(view, call);
  const at = modelOf(view)?.endpointAt ?? 2;
  return {
    endpoint: textOf(given.keyword.get('endpoint') ?? given.positional[at]) ?? null,
    url: ruleText(given.keyword.get('url') ?? given.positional[at + 1]),
  };
}

/** A model's view is named after the model, any other after its class. */
function defaultEndpoint(view: InstanceValue, call: LibraryCall): string {
  const given = constructorArguments(view, call);
  const model = given.positional[0] ?? given.keyword.get('model');
  if (modelOf(view)?.isOfModel === true) {
    if (model?.kind === 'class') return model.definition.name.toLowerCase();
    if (model?.kind === 'external') return (model.name.split('.').at(-1) ?? '').toLowerCase();
  }
  return className(view).toLowerCase();
}

function className(view: InstanceValue): string {
  return view.class.kind === 'class' ? view.class.definition.name : (view.class.name.split('.').at(-1) ?? '');
}
