import type { Expression } from '../../python/syntax';
import { type Frame, type Machine, type Outcome, then } from '../machine';
import type { State } from '../paths/state';
import type { Value } from '../values/values';

/** Evaluates several expressions in order on every path. */
export function evaluateAll(
  machine: Machine,
  expressions: readonly Expression[],
  frame: Frame,
  state: State,
  next: (values: readonly Value[], state: State) => Outcome[],
  values: readonly Value[] = [],
): Outcome[] {
  const done = [...values];
  let path = state;
  // One path is the rule, also through a list of thousands of items; only where it splits does this recurse.
  for (let index = 0; index < expressions.length; index++) {
    const expression = expressions[index];
    if (expression === undefined) break;
    const outcomes = machine.evaluate(expression, frame, path);
    const [only] = outcomes;
    if (outcomes.length === 1 && only !== undefined && !only.raised) {
      done.push(only.value);
      path = only.state;
      continue;
    }
    const rest = expressions.slice(index + 1);
    return then(outcomes, (result, other) => evaluateAll(machine, rest, frame, other, next, [...done, result]));
  }
  return next(done, path);
}
