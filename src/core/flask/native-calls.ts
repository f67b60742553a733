import { evaluated, type Machine, type Outcome, type Site } from '../semantics/machine';
import type { State } from '../semantics/state';
import {
  constant,
  mapping,
  none,
  sequence,
  textOf,
  type CallArguments,
  type NativeFunction,
} from '../semantics/values';
import { dispatchClass } from './class-views';
import { callExposed, callLibraryView } from './exposed-calls';
import { applyRule } from './exposed-views';
import { noteHook } from './flask-appbuilder';
import { noteMethod } from './flask-classful';
import type { LibraryCall } from './judged';
import { applyRoute } from './view-registration';

/** Calls a function that the library itself made: what `app.route(...)` gave, a class view, a wrapper library's wrapper. */
export function callNative(first: NativeFunction, call: LibraryCall): Outcome[] | undefined {
  const { registry, judged, machine, given: rest, site, state } = call;
  switch (first.name) {
    case 'flask.route':
      return rest.positional[0] ? applyRoute(first, rest.positional[0], call) : undefined;
    case 'flask.class_view': {
      const [type] = first.data;
      return type?.kind === 'class'
        ? dispatchClass(machine, type, first.arguments ?? rest, rest, judged.context?.method ?? 'GET', site, state)
        : undefined;
    }
    case 'flask.expose':
      return rest.positional[0] ? applyRule(first, rest.positional[0], call) : undefined;
    case 'flask.exposed_view':
      return callExposed(first, call);
    case 'flask.library_view':
      return callLibraryView(first, call);
    case 'appbuilder.before_request':
      return rest.positional[0] && first.data[0] ? noteHook(rest.positional[0], first.data[0], call) : undefined;
    case 'classful.method':
      return rest.positional[0] && first.data[0] ? noteMethod(first.data[0], rest.positional[0], call) : undefined;
    case 'flask.wsgi_app':
      return judged.proceed?.(state);
    case 'flask.errorhandler':
      if (rest.positional[0] && first.data[0])
        registry.errorHandlers.push({ exception: first.data[0], handler: rest.positional[0] });
      return evaluated(state, rest.positional[0] ?? none);
    case 'flask.endpoint': {
      const endpoint = textOf(first.data[0]);
      if (endpoint !== undefined && rest.positional[0]) registry.viewFunctions.set(endpoint, rest.positional[0]);
      return evaluated(state, rest.positional[0] ?? none);
    }
    case 'wrapt.decorator':
    case 'decorator.decorator':
      return rest.positional[0]
        ? evaluated(state, {
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
      return evaluated(state, wrapper ?? none);
    }
    default:
      return undefined;
  }
}

/** The wrapper libraries call the guard with the view and its arguments. https://wrapt.readthedocs.io/en/latest/decorators.html https://github.com/micheles/decorator/blob/master/docs/documentation.md */
function callWrapped(
  machine: Machine,
  wrapper: NativeFunction,
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
