import { environment, startResponse } from '../flask/requests/request';
import type { BoundRoute } from '../flask/registration/routes';
import { findMember } from '../semantics/calls/classes';
import type { CallArguments, Value } from '../semantics/values/values';
import { noArguments, positional } from '../semantics/values/call-arguments';
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

const overridable = ['__call__', 'wsgi_app', 'full_dispatch_request', 'preprocess_request', 'dispatch_request'];

/** WSGI middleware around the app and methods that a subclass of Flask overrides. https://flask.palletsprojects.com/en/stable/api/#flask.Flask.preprocess_request */
export function outerCalls(route: BoundRoute): OuterCall[] {
  const { app } = route;
  if (!app) return [];
  const calls: OuterCall[] = [];
  const given = positional(environment(), startResponse);
  const wsgiApp = app.value.attributes.get('wsgi_app');
  const middleware = ownMiddleware(wsgiApp);
  if (middleware) calls.push({ arguments: given, isHook: false, ...middleware });
  for (const name of overridable) {
    // Middleware was put around it.
    if (name === 'wsgi_app' && wsgiApp !== undefined) continue;
    const found = findMember(app.value.class, name);
    if (found?.member.kind !== 'function' || found.member.definition.kind !== 'function') continue;
    const location: Location = { file: found.owner.scope.module.file, span: found.member.definition.nameSpan };
    calls.push({
      callee: { kind: 'bound', receiver: app.value, function: found.member },
      arguments: name === 'wsgi_app' || name === '__call__' ? given : noArguments,
      says: `${found.owner.definition.name}.${name}`,
      location,
      isHook: name === 'preprocess_request',
    });
  }
  return calls;
}

/** The outermost middleware that the project wrote itself; a library's (`ProxyFix`) hands everything on to what it is put around. */
function ownMiddleware(value: Value | undefined): Pick<OuterCall, 'callee' | 'says' | 'location'> | undefined {
  if (value?.kind === 'partial') {
    const around = ownMiddleware(value.callee);
    return around && { ...around, callee: value };
  }
  if (value?.kind === 'function') {
    const { definition } = value;
    const [name, span] = definition.kind === 'function' ? [definition.name, definition.nameSpan] : ['', definition];
    return { callee: value, says: `middleware ${name}`, location: { file: value.scope.module.file, span } };
  }
  if (value?.kind !== 'instance') return undefined;
  if (value.class.kind === 'external') return ownMiddleware(value.arguments.positional[0]);
  return { callee: value, says: `middleware ${value.class.definition.name}`, location: value.location };
}
