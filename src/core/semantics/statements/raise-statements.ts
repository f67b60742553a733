import type { Statement } from '../../python/syntax';
import { withValue } from './execute-value';
import { type Completion, type Frame, type Machine, type Site, locate, next } from '../machine';
import type { State } from '../paths/state';
import { none } from '../values/values';
import { positional } from '../values/call-arguments';

/** Runs `raise`; without a value it raises what is being handled. */
export function executeRaise(
  machine: Machine,
  statement: Extract<Statement, { kind: 'raise' }>,
  frame: Frame,
  state: State,
): Completion[] {
  const location = locate(frame, statement);
  if (statement.value === null) {
    return [
      {
        state,
        kind: 'raise',
        value: { kind: 'exception', name: 're-raised', status: null, instance: null, isImplicit: false, location },
      },
    ];
  }
  return withValue(machine, statement.value, frame, state, (thrown, path) => {
    const site: Site = { location, frame };
    const outcomes = machine.library.call('#raise', positional(thrown), site, path) ?? [];
    return outcomes.map((outcome): Completion => ({ state: outcome.state, kind: 'raise', value: outcome.value }));
  });
}

/** `assert` vanishes under `python -O`, so there is always a path on which it never ran. */
export function executeAssert(
  machine: Machine,
  statement: Extract<Statement, { kind: 'assert' }>,
  frame: Frame,
  state: State,
): Completion[] {
  if (!machine.forking) return next(state);
  const stripped = state.fork();
  stripped.note({ kind: 'assert', location: locate(frame, statement) });
  const asserted = withValue(machine, statement.test, frame, state, (test, path) =>
    machine.branch(test, path, locate(frame, statement.test)).map((side): Completion => {
      if (side.truth) return { state: side.state, kind: 'next', value: none };
      return {
        state: side.state,
        kind: 'raise',
        value: {
          kind: 'exception',
          name: 'builtins.AssertionError',
          status: null,
          instance: null,
          isImplicit: false,
          location: locate(frame, statement),
        },
      };
    }),
  );
  return [...asserted, ...next(stripped)];
}
