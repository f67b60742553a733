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
