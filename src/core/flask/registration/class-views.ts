import { callFunction } from '../../semantics/calls/call-function';
import { asSync } from '../../semantics/calls/deferred-bodies';
import { externalBases, findMember, linearize } from '../../semantics/calls/classes';
import { newInstance } from '../../semantics/calls/call';
import { originalOf } from '../../semantics/statements/definitions';
import { evaluated, type Outcome } from '../../semantics/machine';
import {
  keyOf,
  constant,
  none,
  type CallArguments,
  type ClassValue,
  type FunctionValue,
  type InstanceValue,
  type Value,
} from '../../semantics/values/values';
import { positional } from '../../semantics/values/call-arguments';
import { httpMethods, viewKindOf } from './class-models';
import type { LibraryCall } from '../judged';

/** Kind of view that a class is by its bases, undefined for other classes. */
export function classViewKind(type: ClassValue): 'view' | 'method-view' | 'resource' | undefined {
  for (const name of externalBases(type)) {
    const kind = viewKindOf(name);
    if (kind) return kind;
  }
  return undefined;
}

/** HTTP methods that a class view answers: its `methods`, or those for which it (or a base) has a function. */
export function classMethods(type: ClassValue): string[] {
  const declared = findMember(type, 'methods')?.member;
  if (declared?.kind === 'sequence')
    return declared.items.flatMap((item) =>
      item.kind === 'constant' && typeof item.value === 'string' ? [item.value.toUpperCase()] : [],
    );
  const found = httpMethods.filter(
    (method) => findMember(type, method.toLowerCase()) !== undefined && method !== 'HEAD' && method !== 'OPTIONS',
  );
  return found.length > 0
    ? found
    : classViewKind(type) === 'view' || findMember(type, 'dispatch_request')
      ? ['GET']
      : [];
}

/** The function that answers a method: `get`, … or the class's own `dispatch_request`. */
export function methodFunction(type: ClassValue, method: string): { function: Value; owner: ClassValue } | undefined {
  const found =
    findMember(type, method.toLowerCase()) ??
    (method === 'HEAD' ? findMember(type, 'get') : undefined) ??
    findMember(type, 'dispatch_request');
  return found && { function: found.member, owner: found.owner };
}

/** Calls a class view as Flask does: a new instance, `dispatch_request`, the method's function. */
export function dispatchClass(type: ClassValue, made: CallArguments, call: LibraryCall): Outcome[] {
  const { machine, given, site, state } = call;
  const created = newInstance(type, made, site);
  const constructor = findMember(type, '__init__')?.member;
  if (constructor?.kind === 'function') callFunction(machine, constructor, made, site, state, created);
  const dispatch = dispatchOf(type);
  if (dispatch?.kind === 'function') return callFunction(machine, dispatch, given, site, state, created);
  return dispatchMethod(created, call);
}

/** The class's own `dispatch_request`, unless the library's comes before it in the lookup order. */
function dispatchOf(type: ClassValue): Value | undefined {
  for (const entry of linearize(type)) {
    if (
      entry.kind === 'external' &&
      (viewKindOf(entry.name) === 'method-view' || viewKindOf(entry.name) === 'resource')
    )
      return undefined;
    const member = entry.kind === 'class' ? entry.members.get('dispatch_request') : undefined;
    if (member) return member;
  }
  return undefined;
}

/** The library's own `dispatch_request`: Flask-RESTful applies `method_decorators` here. https://flask-restful.readthedocs.io/en/latest/extending.html#resource-method-decorators */
export function dispatchMethod(view: InstanceValue, call: LibraryCall): Outcome[] {
  const { machine, given, site, state } = call;
  const method = call.judged.context?.method ?? 'GET';
  if (view.class.kind !== 'class') return evaluated(state, none);
  const found =
    findMember(view.class, method.toLowerCase()) ?? (method === 'HEAD' ? findMember(view.class, 'get') : undefined);
  if (!found) return evaluated(state, none);
  let callee: Value =
    found.member.kind === 'function'
      ? { kind: 'bound', receiver: view, function: asSync(found.member) }
      : { kind: 'partial', callee: found.member, arguments: positional(view) };
  for (const decorator of methodDecorators(view.class, method, call)) {
    const outcome: Outcome | undefined = machine
      .call(decorator, positional(callee), site, state)
      .find((candidate) => !candidate.raised);
    if (outcome) callee = outcome.value;
  }
  return machine.call(callee, given, site, state);
}

function methodDecorators(type: ClassValue, method: string, { machine, site, state }: LibraryCall): readonly Value[] {
  if (classViewKind(type) !== 'resource') return [];
  const items = (declared: Value | undefined): readonly Value[] =>
    declared ? machine.iterate(declared, site, state).items : [];
  const declared = findMember(type, 'method_decorators')?.member;
  const own =
    declared?.kind === 'mapping' ? declared.entries.get(keyOf(constant(method.toLowerCase())) ?? '')?.value : declared;
  // `as_view` applies `decorators` of any class view around them.
  return [...items(own), ...items(findMember(type, 'decorators')?.member)];
}

/** The functions in whose code a class view's work stands, for one method. */
export function targetOf(type: ClassValue, method: string): FunctionValue['definition'] | undefined {
  const member = methodFunction(type, method)?.function;
  const original = member ? originalOf(member) : undefined;
  return original?.kind === 'function' ? original.definition : undefined;
}
