import { externalBases, findMember } from '../semantics/calls/classes';
import { makeCheck } from '../semantics/expressions/checks';
import { membershipId } from '../semantics/expressions/membership';
import { evaluated, then, type Machine, type Outcome, type Site } from '../semantics/machine';
import { passOrRaise, type Failure } from '../semantics/expressions/raise';
import type { State } from '../semantics/paths/state';
import { none, textOf, type CallArguments, type ClassValue, type Value } from '../semantics/values/values';
import { noArguments } from '../semantics/values/call-arguments';
import { flaskKindOf } from './registration/class-models';
import { readConfig } from './config';
import { describeAdmin } from './view-classes/flask-admin';
import { makeFlaskObject } from './registration/flask-objects';
import type { LibraryCall } from './judged';
import { callNative } from './native-calls';

import type { Registry } from './registry';
import { callContainerMethod, readField } from './requests/request';
import { isInEverySession } from './requests/field-names';
import { notePut } from './requests/session-puts';
import { raiseValue, toResponse } from './requests/responses';
import { viewName } from './registration/routes';
import { fillModel } from './libraries/models';
import { settingOrKeyError, splitCall } from './libraries/settings-values';
import { callPattern, matchedPart } from './libraries/regular-expressions';
import { environmentVariable } from './libraries/standard-library';

/** Operations on library objects that the machine asks for by names of its own: `raise`, making, items, `with`, methods. */
export function callSpecial(name: string, call: LibraryCall): Outcome[] | undefined {
  const { registry, machine, given, site, state } = call;
  const [first = none, second = none] = given.positional;
  if (name === '#raise') return raiseValue(first, site, state);
  if (name === '#new')
    return first.kind === 'class'
      ? makeSubclass(first, { ...call, given: { ...given, positional: given.positional.slice(1) } })
      : undefined;
  if (name === '#fill')
    return first.kind === 'instance'
      ? fillModel(first, { ...call, given: { ...given, positional: given.positional.slice(1) } })
      : undefined;
  if (name === '#item') return readItem(first, second, call);
  if (name === '#setitem') {
    const [, , assigned] = given.positional;
    if (first.kind === 'symbol' && first.container === 'session' && assigned)
      notePut(textOf(second) ?? '', assigned, site, state);
    // `if not session.get("nonce"): session["nonce"] = …`: what every session holds is the session's, whoever put it there.
    if (first.kind === 'symbol' && first.container === 'session' && isInEverySession(textOf(second) ?? ''))
      return evaluated(state, none);
    if (
      !machine.forking &&
      first.kind === 'external' &&
      first.name === 'flask.view_functions' &&
      textOf(second) !== undefined &&
      assigned
    )
      registry.viewFunctions.set(textOf(second) ?? '', assigned);
    return undefined;
  }
  if (name === '#enter') return enterContext(machine, first, site, state);
  if (name.startsWith('#method:')) return callSpecialMethod(name.slice('#method:'.length), call);
  if (name.startsWith('#native:') && first.kind === 'native')
    return callNative(first, { ...call, given: { ...given, positional: given.positional.slice(1) } });
  return undefined;
}

/** A subclass of Flask, Blueprint, … is one: `class App(Flask)`. */
function makeSubclass(type: ClassValue, call: LibraryCall): Outcome[] | undefined {
  const { registry, site, state } = call;
  for (const base of externalBases(type)) {
    const kind = flaskKindOf(base);
    if (!kind) continue;
    const made = makeFlaskObject(registry, kind, type, call.given, site);
    // A constructor of its own calls the library's with arguments of its own.
    if (kind === 'admin' && !findMember(type, '__init__')) describeAdmin({ ...call, receiver: made });
    return evaluated(state, made);
  }
  return undefined;
}

function readItem(object: Value, index: Value, call: LibraryCall): Outcome[] | undefined {
  const { registry, judged, site, state } = call;
  if (object.kind === 'external' && object.name === 'os.environ')
    return settingOrKeyError(environmentVariable(index, null, true), membershipId(index, object), site, state);
  if (object.kind === 'external' && object.name === 'flask.view_functions')
    return evaluated(state, judged.context?.view ?? registeredView(registry, textOf(index) ?? '') ?? none);
  if (object.kind === 'instance' && object.class.kind === 'external' && object.class.name === 'flask.Config')
    return settingOrKeyError(readConfig(object, index, null, true), membershipId(index, object), site, state);
  const matched = object.kind === 'symbol' ? matchedPart(object, index) : undefined;
  if (matched) return evaluated(state, matched);
  if (object.kind === 'symbol' && object.container !== undefined) {
    return readField(object, { name: index, fallback: null, isStrict: true }, call);
  }
  return undefined;
}

/** The view that an endpoint has so far. */
function registeredView(registry: Registry, endpoint: string): Value | null | undefined {
  return (
    registry.viewFunctions.get(endpoint) ??
    registry.routes.find(
      (route) => route.view !== null && (route.endpoint ?? viewName(route.view, route.kind)) === endpoint,
    )?.view
  );
}

/** Contexts that demand, and how they refuse; others do not look at the caller. */
const demandingContexts: readonly (readonly [RegExp, Failure])[] = [
  // https://pythonhosted.org/Flask-Principal/#flask_principal.Permission.require
  [
    /^flask_principal\.(?:\w+\.)*\w*Permission\.require$/,
    { name: 'flask_principal.PermissionDenied', status: 403, isImplicit: false },
  ],
  // https://docs.authlib.org/en/latest/flask/2/resource-server.html
  [
    /^authlib\.(?:\w+\.)*ResourceProtector\.acquire$/,
    { name: 'authlib.oauth2.OAuth2Error', status: 401, isImplicit: false },
  ],
];

/** `with permission.require(403):` */
function enterContext(machine: Machine, context: Value, site: Site, state: State): Outcome[] | undefined {
  if (context.kind === 'native' && context.name === 'generator' && context.data[0])
    return then(machine.call(context.data[0], context.arguments ?? noArguments, site, state), (given, path) =>
      evaluated(path, given.kind === 'sequence' ? (given.items[0] ?? none) : given),
    );
  const name = context.kind === 'symbol' ? (context.instanceOf ?? '') : '';
  const failure = demandingContexts.find(([pattern]) => pattern.test(name))?.[1];
  if (!machine.forking || failure === undefined) return undefined;
  const check = makeCheck(
    'validated',
    [{ source: 'session', name: 'identity', isCredential: true }],
    `${name.split('.').slice(-2).join('.')} demands a permission`,
    site,
    { isComparison: true },
  );
  return passOrRaise(check, context, failure, site, state);
}

/** Methods of a response that change it. https://werkzeug.palletsprojects.com/en/stable/wrappers/#werkzeug.wrappers.Response */
const givesNothing = /^(?:set_\w+|delete_cookie|add_etag|freeze|close|call_on_close|get_json)$/;

function callSpecialMethod(method: string, call: LibraryCall): Outcome[] | undefined {
  const { machine, site, state } = call;
  const [receiver, ...positional] = call.given.positional;
  if (receiver?.kind === 'symbol') {
    const rest: CallArguments = { ...call.given, positional };
    return (
      callContainerMethod(receiver, method, { ...call, given: rest }) ??
      callPattern(machine, receiver, method, rest, site, state) ??
      splitCall(receiver, method, rest, state)
    );
  }
  if (receiver?.kind === 'response') return evaluated(state, givesNothing.test(method) ? none : receiver);
  // https://werkzeug.palletsprojects.com/en/stable/exceptions/#werkzeug.exceptions.HTTPException.get_response
  const isThrown = receiver?.kind === 'instance' || receiver?.kind === 'class' || receiver?.kind === 'exception';
  if (method === 'get_response' && isThrown) return evaluated(state, toResponse(receiver, site.location));
  return undefined;
}
