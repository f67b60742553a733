import { evaluated, type Machine, type Outcome, type Site } from '../machine';
import type { State } from '../paths/state';
import { none, type NativeFunction, type Value } from '../values/values';
import { noArguments } from '../values/call-arguments';

/** What calling an `async def` gives: its code has not run yet. */
export function isCoroutine(value: Value): value is NativeFunction {
  return value.kind === 'native' && value.name === 'coroutine';
}

/** What `await` gives: the result of a coroutine, anything else as it is. */
export function awaited(machine: Machine, value: Value, site: Site, state: State): Outcome[] {
  if (!isCoroutine(value)) return evaluated(state, value);
  const [body] = value.data;
  return body ? machine.call(body, value.arguments ?? noArguments, site, state) : evaluated(state, none);
}
