import { asSync } from '../../semantics/calls/deferred-bodies';
import type { Machine, Outcome, Site } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import { none, sequence, type CallArguments, type DecoratedValue, type Value } from '../../semantics/values/values';
import { noArguments } from '../../semantics/values/call-arguments';
import type { ApiScheme } from '../../openapi/api-document';
import { demand, refuse } from '../libraries/provider-outcomes';
import { input, jsonBody } from '../requests/request';
import { isCredentialName } from '../requests/field-names';
import type { ConnexionOperation, SchemeCheck } from '../registry';

/** A request on its way to the function. */
export interface OperationCall {
  readonly operation: ConnexionOperation;
  readonly machine: Machine;
  readonly wrapped: DecoratedValue;
  readonly given: CallArguments;
  readonly site: Site;
}

/**
 * The first alternative whose credentials were all sent decides: its functions refuse by None or by raising. Where none
 * was sent connexion answers 401. https://connexion.readthedocs.io/en/latest/security.html
 */
export function callOperation(call: OperationCall, state: State): Outcome[] {
  const { security } = call.operation;
  return security === null ? callFunctionOf(call, state) : tryAlternatives(call, security, state);
}

function tryAlternatives(
  call: OperationCall,
  [alternative, ...others]: readonly (readonly SchemeCheck[])[],
  state: State,
): Outcome[] {
  if (alternative === undefined) return refuse(state, call.wrapped);
  return throughChecks(call, alternative, state, (missing) => tryAlternatives(call, others, missing));
}

function throughChecks(
  call: OperationCall,
  [check, ...others]: readonly SchemeCheck[],
  state: State,
  otherwise: (state: State) => Outcome[],
): Outcome[] {
  if (check === undefined) return callFunctionOf(call, state);
  const onwards = (path: State): Outcome[] => throughChecks(call, others, path, otherwise);
  const { machine, wrapped, site } = call;
  const credentials = credentialsOf(check.scheme, site);
  const sent = credentials.at(-1) ?? none;
  // An API key that is sent but empty is asked for as any other is.
  const isMissing = check.scheme.kind === 'apiKey' ? machine.compare('is', sent, none, site, state) : undefined;
  return machine.branch(isMissing ?? sent, state, wrapped.location).flatMap((side) => {
    const wasSent = isMissing === undefined ? side.truth : !side.truth;
    return wasSent ? askHandler(call, check, credentials, side.state, onwards) : otherwise(side.state);
  });
}

function askHandler(
  { machine, wrapped, site }: OperationCall,
  { name, scheme, handler }: SchemeCheck,
  credentials: readonly Value[],
  state: State,
  onwards: (state: State) => Outcome[],
): Outcome[] {
  if (handler === null) {
    return scheme.isRemote
      ? demand('validated', `the token server of ${name} is asked`, wrapped, onwards, state)
      : demand('unverified', `the function that checks ${name} cannot be read`, wrapped, onwards, state);
  }
  const callee = handler.kind === 'function' ? asSync(handler) : handler;
  const given: CallArguments = {
    ...noArguments,
    positional: credentials,
    keyword: new Map<string, Value>([
      ['required_scopes', sequence('list', [], true)],
      ['request', { kind: 'external', name: 'flask.request' }],
    ]),
  };
  return machine.call(callee, given, site, state).flatMap((outcome) => {
    if (outcome.raised) return [outcome];
    const isNone = machine.compare('is', outcome.value, none, site, outcome.state);
    return machine
      .branch(isNone, outcome.state, wrapped.location)
      .flatMap((side) => (side.truth ? refuse(side.state, wrapped) : onwards(side.state)));
  });
}

function credentialsOf({ kind, place, field }: ApiScheme, site: Site): readonly Value[] {
  const sent = (source: 'authorization' | 'header' | 'query' | 'cookie', name: string, isCredential = true): Value =>
    input({ source, name, isCredential }, site, null);
  if (kind === 'basic') return [sent('authorization', 'username', false), sent('authorization', 'password')];
  if (kind !== 'apiKey') return [sent('authorization', 'token')];
  return [sent(place === 'query' || place === 'cookie' ? place : 'header', field)];
}

function callFunctionOf({ operation, machine, wrapped, given, site }: OperationCall, state: State): Outcome[] {
  const keyword = new Map(given.keyword);
  for (const name of operation.queryParameters)
    keyword.set(name, input({ source: 'query', name, isCredential: isCredentialName('query', name) }, site, null));
  if (operation.hasBody) keyword.set('body', jsonBody());
  return machine.call(wrapped.inner, { ...given, keyword }, site, state);
}
