import { raised, evaluated, type Outcome, type Site } from '../machine';
import type { State } from '../paths/state';
import type { Check } from '../values/credential-check';
import type { ExceptionValue, Value } from '../values/values';

/** What is known of an exception before it is raised somewhere. */
export type Failure = Pick<ExceptionValue, 'name' | 'status' | 'isImplicit'>;

/** Anything may go wrong in code that cannot be read. */
export const unknownFailure: Failure = { name: 'unknown', status: null, isImplicit: true };

/** Raises an exception that no code of the workspace made. */
export function raiseFailure(state: State, failure: Failure, site: Site): Outcome[] {
  return raised(state, { kind: 'exception', ...failure, instance: null, location: site.location });
}

/** An exception raised by the language itself. */
export function raiseNamed(state: State, name: string, site: Site, isImplicit = true): Outcome[] {
  return raiseFailure(state, { name, status: null, isImplicit }, site);
}

/** A check that refuses by raising: going on with the result means that it was passed. */
export function passOrRaise(check: Check, result: Value, failure: Failure, site: Site, state: State): Outcome[] {
  const failed = state.divide(check);
  return [...evaluated(state, result), ...raiseFailure(failed, failure, site)];
}

/** How a value is used, and what is raised if it is None, or an empty collection. */
const failures = {
  attribute: { none: 'builtins.AttributeError', empty: undefined },
  item: { none: 'builtins.TypeError', empty: 'builtins.IndexError' },
  unpacking: { none: 'builtins.TypeError', empty: 'builtins.ValueError' },
  next: { none: 'builtins.TypeError', empty: 'builtins.StopIteration' },
};

/** `find(key)["name"]` fails for None, so going on means that something was found. Gives the paths on which it fails. */
export function raiseIfMissing(object: Value, use: keyof typeof failures, site: Site, state: State): Outcome[] {
  if (object.kind !== 'symbol' || !object.ifMissing || object.ifMissing === 'perhaps none') return [];
  const exception = failures[use][object.ifMissing];
  if (exception === undefined || !object.ifTrue || state.writes === null) return [];
  if (state.assumed(object.id) !== undefined || state.assumed(`${object.id} is None`) === false) return [];
  const failing = state.divide(object.ifTrue);
  state.assume(object.id, true);
  return raiseNamed(failing, exception, site);
}
