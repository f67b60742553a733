import { asSync } from '../../semantics/calls/deferred-bodies';
import { findMember, linearize } from '../../semantics/calls/classes';
import { originalOf } from '../../semantics/statements/definitions';
import { type CallArguments, type FunctionValue, type InstanceValue, type Value } from '../../semantics/values/values';
import { noArguments } from '../../semantics/values/call-arguments';
import type { LibraryCall } from '../judged';

/** How a library calls the methods of its view classes. */
export interface ViewFamily {
  /** What runs before a method, in order. */
  before(view: InstanceValue, method: string, call: LibraryCall): readonly BeforeStep[];
  /** Decorators of the class that the library puts around each method, innermost first. */
  decorators(view: InstanceValue, call: LibraryCall): readonly Value[];
}

/** A step before the view; what it gives ends the request unless it is None. */
export interface BeforeStep {
  readonly callee: Value;
  readonly given: CallArguments;
}

/** A member as a method of the view object, awaited where it is a coroutine function. */
export function bindTo(view: InstanceValue, member: Value): Value {
  if (member.kind !== 'function')
    return { kind: 'partial', callee: member, arguments: { ...noArguments, positional: [view] } };
  if (member.binding === 'static') return asSync(member);
  return { kind: 'bound', receiver: view, function: asSync(member) };
}

/** The workspace's own method of that name, bound. */
export function ownMethod(view: InstanceValue, name: string): Value | undefined {
  const found = findMember(view.class, name);
  return found && bindTo(view, found.member);
}

/** Methods of the workspace's classes that satisfy a condition on their definition. */
export function methodsWhere(
  view: InstanceValue,
  holds: (definition: FunctionValue['definition'], name: string) => boolean,
): Value[] {
  const found = new Map<string, Value>();
  for (const entry of linearize(view.class)) {
    for (const [name, member] of entry.kind === 'class' ? entry.members : []) {
      const original = originalOf(member);
      if (original?.kind !== 'function' || found.has(name)) continue;
      if (holds(original.definition, name)) found.set(name, bindTo(view, member));
    }
  }
  return [...found.values()];
}
