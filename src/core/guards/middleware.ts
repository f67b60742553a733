import { environment, startResponse } from '../flask/requests/request';
import type { BoundRoute } from '../flask/registration/routes';
import { findMember } from '../semantics/calls/classes';
import type { CallArguments, Value } from '../semantics/values/values';
import { noArguments } from '../semantics/values/call-arguments';
import type { Location } from '../text/span';

/** Code that Flask calls around everything else that answers a request. */
export interface OuterCall {
  readonly callee: Value;
  readonly arguments: CallArguments;
  readonly says: string;
  readonly location: Location;
  /** A `preprocess_request` goes on by giving None; middleware by calling on. */
  readonly isHook: boolean;
}

/** WSGI middleware around the app and methods that a subclass of Flask overrides. https://flask.palletsprojects.com/en/stable/api/#flask.Flask.preprocess_request */
export function outerCalls(route: BoundRoute): OuterCall[] {
  const { app } = route;
  if (!app) return [];
  const calls: OuterCall[] = [];
  const middleware = ownMiddleware(app.value.attributes.get('wsgi_app'));
  if (middleware) {
    const given: CallArguments = {
      ...noArguments,
      positional: [environment(), startResponse],
    };
    calls.push({ arguments: given, isHook: false, ...middleware });
  }
  for (const name of ['full_dispatch_request', 'preprocess_request', 'dispatch_request']) {
    const found = findMember(app.value.class, name);
    if (found?.member.kind !== 'function' || found.member.definition.kind !== 'function') continue;
    const location: Location = { file: found.owner.scope.module.file, span: found.member.definition.nameSpan };
    calls.push({
      callee: { kind: 'bound', receiver: app.value, function: found.member },
      arguments: noArguments,
      says: `${found.owner.definition.name}.${name}`,
      location,
      isHook: name === 'preprocess_request',
    });
  }
  return calls;
}

/** The outermost middleware that the project wrote itself; a library's (`ProxyFix`) hands everything on to what it is put around. */
function ownMiddleware(value: Value | undefined): Pick<OuterCall, 'callee' | 'says' | 'location'> | undefined {
  if (value?.kind === 'function' && value.definition.kind === 'function') {
    const { name, nameSpan } = value.definition;
    return { callee: value, says: `middleware ${name}`, location: { file: value.scope.module.file, span: nameSpan } };
  }
  if (value?.kind !== 'instance') return undefined;
  if (value.class.kind === 'external') return ownMiddleware(value.arguments.positional[0]);
  return { callee: value, says: `middleware ${value.class.definition.name}`, location: value.location };
}
