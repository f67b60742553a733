import { mergeNext } from '../paths/merge';
import type { Expression, MatchCase, MatchPattern, Statement } from '../../python/syntax';
import { withValue } from './execute-value';
import { type Completion, type Frame, type Machine, type Site, locate, next } from '../machine';
import type { State } from '../paths/state';
import { type Value, constant, freshId, opaque } from '../values/values';
import { bind } from '../paths/variables';

/** Runs `match`: each case takes the paths that it fits, the next one what is left. */
export function executeMatch(
  machine: Machine,
  statement: Extract<Statement, { kind: 'match' }>,
  frame: Frame,
  state: State,
): Completion[] {
  return withValue(machine, statement.subject, frame, state, (subject, path) => {
    const completions: Completion[] = [];
    let open: State[] = [path];
    for (const option of statement.cases) {
      const rest: State[] = [];
      for (const side of open.flatMap((current) => caseSides(machine, option, subject, frame, current))) {
        if (side.truth) completions.push(...machine.execute(option.body, frame, side.state));
        else rest.push(side.state);
      }
      open = rest;
    }
    return mergeNext([...completions, ...open.flatMap(next)], machine);
  });
}

/** The paths that enter a case and those that go on to the next one. */
function caseSides(
  machine: Machine,
  { pattern, guard }: MatchCase,
  subject: Value,
  frame: Frame,
  state: State,
): { truth: boolean; state: State }[] {
  return matches(machine, pattern, subject, frame, state).flatMap((side) =>
    side.truth ? guardSides(machine, guard, frame, side.state) : [side],
  );
}

/** The paths on which the `if` of a case holds and those on which it does not. */
function guardSides(
  machine: Machine,
  guard: Expression | null,
  frame: Frame,
  state: State,
): { truth: boolean; state: State }[] {
  if (guard === null) return [{ truth: true, state }];
  return machine
    .evaluate(guard, frame, state)
    .flatMap((outcome) => machine.branch(outcome.value, outcome.state, locate(frame, guard)));
}

function matches(
  machine: Machine,
  pattern: MatchPattern,
  subject: Value,
  frame: Frame,
  state: State,
): { truth: boolean; state: State }[] {
  switch (pattern.kind) {
    case 'any':
      if (pattern.name !== null) bind(machine, pattern.name, subject, frame, state);
      return [{ truth: true, state }];
    case 'value':
      return machine.evaluate(pattern.value, frame, state).flatMap((outcome) => {
        const site: Site = { location: locate(frame, pattern.value), frame };
        const test = outcome.raised
          ? constant(false)
          : machine.compare('==', subject, outcome.value, site, outcome.state);
        return machine.branch(test, outcome.state, site.location);
      });
    case 'or': {
      let open: State[] = [state];
      const done: { truth: boolean; state: State }[] = [];
      for (const option of pattern.options) {
        const sides = open.flatMap((path) => matches(machine, option, subject, frame, path));
        done.push(...sides.filter((side) => side.truth));
        open = sides.filter((side) => !side.truth).map((side) => side.state);
      }
      return [...done, ...open.map((path) => ({ truth: false, state: path }))];
    }
    case 'unknown': {
      const id = `pattern#${String(freshId())}`;
      return machine.branch(opaque(id, 'a pattern'), state, {
        file: frame.scope.module.file,
        span: { start: 0, end: 0 },
      });
    }
  }
}
