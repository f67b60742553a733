import { isCoroutine } from '../calls/coroutine';
import type { Expression } from '../../python/syntax';
import { findMember } from '../calls/classes';
import { type Frame, type Machine, locate } from '../machine';
import { mayGuard, mayRefuse } from '../paths/relevance';
import type { State } from '../paths/state';
import type { Value } from '../values/values';

/** A test or a refusal that is computed and thrown away protects nothing; the evidence says so. */
export function noteIgnored(machine: Machine, expression: Expression, result: Value, frame: Frame, state: State): void {
  if (!machine.forking) return;
  const location = locate(frame, expression);
  if (result.kind === 'response' && ((result.status ?? 0) >= 400 || result.refuses))
    state.note({ kind: 'ignored', says: 'the refusal is not returned', location });
  else if (
    result.kind === 'sequence' &&
    result.type === 'tuple' &&
    result.items[1]?.kind === 'constant' &&
    Number(result.items[1].value) >= 400
  ) {
    state.note({ kind: 'ignored', says: 'the refusal is not returned', location });
  } else if (
    result.kind === 'symbol' &&
    expression.kind !== 'yield' &&
    result.ifTrue &&
    result.ifTrue.strength !== 'present' &&
    result.nature !== 'input' &&
    result.nature !== 'lookup' &&
    // `session.pop("user_id", None)` logs out.
    !result.id.startsWith('session:')
  ) {
    state.note({ kind: 'ignored', says: 'the result of the check is not used', location });
  } else if (result.kind === 'function' && expression.kind === 'name' && mayGuard(machine, result, state)) {
    state.note({ kind: 'ignored', says: 'the function is named, but not called', location });
  } else if (
    result.kind === 'instance' &&
    result.class.kind === 'external' &&
    /\.(?:Unauthorized|Forbidden)$/.test(result.class.name)
  ) {
    state.note({ kind: 'ignored', says: 'the exception is made, but not raised', location });
  } else if (
    result.kind === 'native' &&
    result.name === 'generator' &&
    result.data[0]?.kind === 'function' &&
    mayRefuse(result.data[0].definition)
  ) {
    state.note({ kind: 'ignored', says: 'the context is made, but not entered', location });
  } else if (
    result.kind === 'instance' &&
    result.class.kind === 'class' &&
    findMember(result.class, '__enter__') !== undefined
  ) {
    state.note({ kind: 'ignored', says: 'the context is made, but not entered', location });
  } else if (isCoroutine(result)) {
    state.note({ kind: 'ignored', says: 'the coroutine is not awaited, so the check never runs', location });
  }
}
