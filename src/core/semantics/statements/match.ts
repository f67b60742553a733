import { matchesStructure, type Sides } from './match-structure';
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
function caseSides(machine: Machine, { pattern, guard }: MatchCase, subject: Value, frame: Frame, state: State): Sides {
  return matches(machine, pattern, subject, frame, state).flatMap((side) =>
    side.truth ? guardSides(machine, guard, frame, side.state) : [side],
  );
}

/** The paths on which the `if` of a case holds and those on which it does not. */
function guardSides(machine: Machine, guard: Expression | null, frame: Frame, state: State): Sides {
  if (guard === null) return [{ truth: true, state }];
  return machine
    .evaluate(guard, frame, state)
    .flatMap((outcome) => machine.branch(outcome.value, outcome.state, locate(frame, guard)));
}

/** The paths on which a value fits a pattern, with its names bound, and those on which it does not. */
function matches(machine: Machine, pattern: MatchPattern, subject: Value, frame: Frame, state: State): Sides {
  switch (pattern.kind) {
    case 'any':
    case 'rest':
      if (pattern.name !== null) bind(machine, pattern.name, subject, frame, state);
      return [{ truth: true, state }];
    case 'as': {
      const sides = matches(machine, pattern.pattern, subject, frame, state);
      for (const side of sides)
        if (side.truth && pattern.name !== null) bind(machine, pattern.name, subject, frame, side.state);
      return sides;
    }
    case 'value':
      return equalsValue(machine, pattern.value, subject, frame, state);
    case 'or':
      return anyOf(machine, pattern.options, subject, frame, state);
    case 'sequence':
    case 'mapping':
    case 'class':
      return subject.kind === 'choice'
        ? subject.options.flatMap((option) => matches(machine, pattern, option, frame, state.fork()))
        : matchesStructure(machine, pattern, subject, frame, state, matches);
    case 'unknown':
      return unknownMatch(machine, frame, state);
  }
}

function unknownMatch(machine: Machine, frame: Frame, state: State): Sides {
  const test = opaque(`pattern#${String(freshId())}`, 'a pattern');
  return [...machine.branch(test, state, locate(frame, { start: 0, end: 0 }))];
}

function equalsValue(machine: Machine, expected: Expression, subject: Value, frame: Frame, state: State): Sides {
  const site: Site = { location: locate(frame, expected), frame };
  return machine.evaluate(expected, frame, state).flatMap((outcome) => {
    const test = outcome.raised ? constant(false) : machine.compare('==', subject, outcome.value, site, outcome.state);
    return machine.branch(test, outcome.state, site.location);
  });
}

function anyOf(machine: Machine, options: readonly MatchPattern[], subject: Value, frame: Frame, state: State): Sides {
  let open: State[] = [state];
  const done: Sides = [];
  for (const option of options) {
    const sides = open.flatMap((path) => matches(machine, option, subject, frame, path));
    done.push(...sides.filter((side) => side.truth));
    open = sides.filter((side) => !side.truth).map((side) => side.state);
  }
  return [...done, ...open.map((path) => ({ truth: false, state: path }))];
}
