import type { Expression } from '../../python/syntax';
import type { Completion, Frame, Machine, Outcome } from '../machine';
import type { State } from '../paths/state';
import type { Value } from '../values/values';

/** Continues with the value of an expression; exceptions end the statement. */
export function withValue(
  machine: Machine,
  expression: Expression,
  frame: Frame,
  state: State,
  use: (value: Value, state: State) => Completion[],
): Completion[] {
  const outcomes = machine.evaluate(expression, frame, state);
  const follow = (outcome: Outcome): Completion[] =>
    outcome.raised
      ? [{ state: outcome.state, kind: 'raise', value: outcome.value }]
      : use(outcome.value, outcome.state);
  const [only] = outcomes;
  return outcomes.length === 1 && only !== undefined ? follow(only) : outcomes.flatMap(follow);
}
