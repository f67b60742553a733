import { evaluated, type Machine, type Outcome, type Site } from '../semantics/machine';
import type { State } from '../semantics/paths/state';
import {
  constant,
  freshId,
  mapping,
  none,
  sequence,
  textOf,
  type CallArguments,
  type NativeFunction,
  type Value,
} from '../semantics/values/values';
import { positional, withFirst } from '../semantics/values/call-arguments';
import { dispatchClass } from './registration/class-views';
import { callExposed, callLibraryView } from './view-classes/exposed-calls';
import { applyRule } from './view-classes/exposed-views';
import { noteHook } from './view-classes/flask-appbuilder';
import { noteMethod } from './view-classes/flask-classful';
import type { LibraryCall } from './judged';
import { applyRoute } from './registration/view-registration';

/** Calls a function that the library itself made: what `app.route(...)` gave, a class view, a wrapper library's wrapper. */
export function callNative(first: NativeFunction, call: LibraryCall): Outcome[] | undefined {
  const { registry, judged, machine, given, site, state } = call;
  const [argument] = given.positional;
  switch (first.name) {
    case 'flask.route':
      return argument ? applyRoute(first, argument, call) : undefined;
    case 'flask.class_view': {
      const [type] = first.data;
      return type?.kind === 'class' ? dispatchClass(type, first.arguments ?? given, call) : undefined;
    }
    case 'flask.expose':
      return argument ? applyRule(first, argument, call) : undefined;
    case 'flask.exposed_view':
      return callExposed(first, call);
    case 'flask.library_view':
      return callLibraryView(first, call);
    case 'appbuilder.before_request':
      return argument && first.data[0] ? noteHook(argument, first.data[0], call) : undefined;
    case 'classful.method':
      return argument && first.data[0] ? noteMethod(first.data[0], argument, call) : undefined;
    case 'flask.wsgi_app':
      return judged.proceed?.(state);
    case 'flask.errorhandler':
      if (argument && first.data[0]) registry.errorHandlers.push({ exception: first.data[0], handler: argument });
      return evaluated(state, argument ?? none);
    case 'flask.endpoint': {
      const endpoint = textOf(first.data[0]);
      if (endpoint !== undefined && argument) registry.viewFunctions.set(endpoint, argument);
      return evaluated(state, argument ?? none);
    }
    case 'wrapt.decorator':
    case 'decorator.decorator':
      return argument ? evaluated(state, wrapperOf(first, argument, site)) : undefined;
    case 'wrapt.decorator.wrapper':
    case 'decorator.decorator.wrapper':
      return callWrapped(machine, first, given, site, state);
    case 'functools.wraps':
      if (argument?.kind === 'function') argument.wraps = first.data[0] ?? null;
      return evaluated(state, argument ?? none);
    case 'generator':
      return argument ? evaluated(state, putAround(first, argument, site)) : undefined;
    case 'same':
      return evaluated(state, argument ?? none);
    default:
      return undefined;
  }
}

/** What `@contextmanager` makes, around a function. https://docs.python.org/3/library/contextlib.html#contextlib.contextmanager */
function putAround(by: NativeFunction, inner: Value, { location }: Site): Value {
  return { kind: 'decorated', id: freshId(), by, byName: by.name, arguments: null, inner, location };
}

/** What a wrapper library's decorator makes of a function. */
function wrapperOf({ name, data }: NativeFunction, wrapped: Value, { location }: Site): NativeFunction {
  return { kind: 'native', name: `${name}.wrapper`, data: [...data, wrapped], location };
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
  if (wrapper.name.startsWith('decorator')) return machine.call(guard, withFirst(view, given), site, state);
  const keywords = mapping(
    new Map([...given.keyword].map(([name, value]) => [`string:${name}`, { key: constant(name), value }])),
    given.open,
  );
  const passed = sequence('tuple', given.positional, given.open);
  return machine.call(guard, positional(view, none, passed, keywords), site, state);
}
