import { evaluated, type Outcome } from '../semantics/machine';
import { none, opaque, type CallArguments, type InstanceValue, type SymbolValue } from '../semantics/values/values';
import { writeKey } from '../semantics/paths/variables';
import { flaskKindOf, viewKindOf } from './registration/class-models';
import { dispatchMethod } from './registration/class-views';
import { callConfig } from './config';
import { callAdminView, describeAdmin } from './view-classes/flask-admin';
import { describeFlaskObject } from './registration/flask-objects';
import { managerKey } from './libraries/flask-login';
import { currentHttpUser, httpAuthCallbacks, isHttpAuthClass } from './libraries/http-auth';
import type { LibraryCall } from './judged';
import { callRegistration } from './registration/registration';
import { startResponse } from './requests/request';
import { callRequestParser, isRequestParser } from './requests/request-parser';
import { unauthorized } from './requests/responses';
import { callSignal } from './libraries/signals';
import { callStandard } from './libraries/standard-library';

/** Calls a method that an object has from a class outside the workspace. */
export function callInstanceMethod(
  receiver: InstanceValue,
  className: string,
  method: string,
  call: LibraryCall,
): Outcome[] | undefined {
  const { registry, judged, machine, given, site, state } = call;
  const kind = registry.objects.get(receiver)?.kind ?? flaskKindOf(className);
  if (kind) {
    if (method === '__init__') {
      describeFlaskObject(registry, kind, receiver, given, site);
      if (kind === 'admin') describeAdmin({ receiver, ...call });
      return evaluated(state, none);
    }
    if (!machine.forking) {
      const result = callRegistration(kind, method, { receiver, ...call });
      if (result) return result;
    } else if (/^(?:full_dispatch_request|dispatch_request|wsgi_app|__call__)$/.test(method) && judged.proceed)
      return judged.proceed(state);
    else if (method === 'preprocess_request') return evaluated(state, none);
    return makesDecorator(given) ? evaluated(state, decoratorFactory(className, method, call)) : undefined;
  }
  if (method === '__call__' && judged.proceed && isWsgiCall(given)) return callWrapped(receiver, call);
  if (className === 'flask.Config') return callConfig(receiver, method, call);
  if (method === 'dispatch_request' && viewKindOf(className)) return dispatchMethod(receiver, call);
  if (className.startsWith('flask_admin.')) return callAdminView(receiver, method, call);
  if (className.startsWith('blinker.') || className.startsWith('flask.signals.'))
    return callSignal(receiver, className, method, call);
  if (isRequestParser(className)) return callRequestParser(receiver, method, call);
  if (isHttpAuthClass(className)) return callHttpAuth(receiver, method, call);
  if (className === 'contextvars.ContextVar') return callContextVariable(receiver, method, call);
  if (className.startsWith('flask_login.')) {
    if (className.endsWith('.LoginManager')) registry.callbacks.set(managerKey, receiver);
    if (/(?:_loader|_handler|_callback)$/.test(method)) {
      if (given.positional[0]) registry.callbacks.set(`flask_login.${method}`, given.positional[0]);
      return evaluated(state, given.positional[0] ?? none);
    }
    // https://flask-login.readthedocs.io/en/latest/#flask_login.UserMixin.get_id
    if (method === 'get_id') return evaluated(state, machine.attribute(receiver, 'id', site, state));
    if (method === 'unauthorized') return evaluated(state, unauthorized(site));
  }
  const made = registry.constructed.get(receiver) ?? receiver.arguments;
  return callStandard(machine, `${className}.${method}`, given, site, state, made);
}

/** `client.set(found)`, `client.get()`. https://docs.python.org/3/library/contextvars.html */
function callContextVariable(
  { id, arguments: made }: InstanceValue,
  method: string,
  { given, state }: LibraryCall,
): Outcome[] | undefined {
  const key = writeKey(id, 'value');
  const [argument] = given.positional;
  if (method === 'set' && argument) {
    state.writes?.set(key, argument);
    return evaluated(state, opaque(`token of ${key}`, 'a token'));
  }
  if (method !== 'get') return undefined;
  return evaluated(
    state,
    state.writes?.get(key) ?? argument ?? made.keyword.get('default') ?? opaque(key, 'a variable'),
  );
}

/** Registers callbacks, and remembers whose `login_required` it is for when it is applied. */
function callHttpAuth(receiver: InstanceValue, method: string, call: LibraryCall): Outcome[] | undefined {
  const { registry, given, state } = call;
  if (method === 'current_user') return evaluated(state, currentHttpUser(state));
  registry.authenticators.set(receiver.id, receiver);
  if (!httpAuthCallbacks.test(method)) return undefined;
  const [callback] = given.positional;
  if (callback) registry.callbacks.set(`${String(receiver.id)}.${method}`, callback);
  return evaluated(state, callback ?? none);
}

/** `@bp.input(PetIn)`, `@ns.marshal_with(Pet)`: what is given is a schema, not what is decorated. */
function makesDecorator(given: CallArguments): boolean {
  return given.positional[0]?.kind === 'class';
}

function decoratorFactory(className: string, method: string, { given, site }: LibraryCall): SymbolValue {
  const name = `${className}.${method}`;
  const id = `${name}@${site.location.file}:${String(site.location.span.start)}`;
  return { ...opaque(id, `${method}()`), instanceOf: name, arguments: given };
}

function isWsgiCall({ positional: [environ, start] }: LibraryCall['given']): boolean {
  return environ?.kind === 'symbol' && start?.kind === 'symbol' && start.id === startResponse.id;
}

/** A library's middleware (`ProxyFix`) hands everything on to what it is put around. */
function callWrapped(
  receiver: InstanceValue,
  { machine, judged, given, site, state }: LibraryCall,
): Outcome[] | undefined {
  const [inner] = receiver.arguments.positional;
  if (inner?.kind === 'instance' || inner?.kind === 'function') return machine.call(inner, given, site, state);
  return judged.proceed?.(state);
}
