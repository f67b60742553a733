import type { Expression, Statement } from '../../python/syntax';
import { assign } from './assign';
import { withValue } from './execute-value';
import { type Completion, type Frame, type Machine, type Outcome, type Site, locate } from '../machine';
import type { State } from '../paths/state';
import { type Value } from '../values/values';
import { noArguments, positional } from '../values/call-arguments';

/** Runs `with`: each context is entered in turn, then the body runs. https://docs.python.org/3/reference/compound_stmts.html#with */
export function executeWith(
  machine: Machine,
  statement: Extract<Statement, { kind: 'with' }>,
  frame: Frame,
  state: State,
): Completion[] {
  const run = (index: number, path: State, suppresses: boolean): Completion[] => {
    const item = statement.items[index];
    if (item === undefined) {
      const completions = machine.execute(statement.body, frame, path);
      if (!suppresses) return completions;
      return completions.map((completion) =>
        completion.kind === 'raise' ? { ...completion, kind: 'next' } : completion,
      );
    }
    return withValue(machine, item.context, frame, path, (context, inner) => {
      const suppress = context.kind === 'native' && context.name === 'contextlib.suppress';
      return enterContext(machine, context, item.context, frame, inner).flatMap((outcome): Completion[] => {
        if (outcome.raised) return [{ state: outcome.state, kind: 'raise', value: outcome.value }];
        if (item.target) assign(machine, item.target, outcome.value, frame, outcome.state);
        return run(index + 1, outcome.state, suppresses || suppress);
      });
    });
  };
  return run(0, state, false);
}

function enterContext(machine: Machine, context: Value, expression: Expression, frame: Frame, state: State): Outcome[] {
  const site: Site = { location: locate(frame, expression), frame };
  if (context.kind !== 'instance')
    return (
      machine.library.call('#enter', positional(context), site, state) ?? [{ state, value: context, raised: false }]
    );
  const method = machine.attribute(context, '__enter__', site, state);
  if (method.kind !== 'bound')
    return (
      machine.library.call('#enter', positional(context), site, state) ?? [{ state, value: context, raised: false }]
    );
  return machine.call(method, noArguments, site, state);
}
