import type { Expression, Statement } from '../../python/syntax';
import { startIteration } from '../expressions/iterables';
import { withValue } from './execute-value';
import { locate, type Completion, type Frame, type Machine, type Site } from '../machine';
import { mergeCompletions } from '../paths/merge';
import type { State } from '../paths/state';
import { none } from '../values/values';

type Body = Parameters<typeof withValue>[4];

function withIterable(machine: Machine, iterable: Expression, site: Site, state: State, body: Body): Completion[] {
  return withValue(machine, iterable, site.frame, state, (value, path) =>
    startIteration(machine, value, site, path).flatMap((outcome): Completion[] =>
      outcome.raised
        ? [{ state: outcome.state, kind: 'raise', value: outcome.value }]
        : body(outcome.value, outcome.state),
    ),
  );
}

/** Known items are run one by one; of unknown ones none, or one, stands for all. */
export function executeFor(
  machine: Machine,
  statement: Extract<Statement, { kind: 'for' }>,
  frame: Frame,
  state: State,
): Completion[] {
  const site: Site = { location: locate(frame, statement.iterable), frame };
  return withIterable(machine, statement.iterable, site, state, (iterable, path) => {
    const { items, open, element } = machine.iterate(iterable, site, path);
    const limit = machine.forking ? 24 : 2000;
    const known = items.length <= limit && !open ? items : [];
    const finished: Completion[] = [];
    let running: State[] = [path];
    const leave: State[] = [];
    const rounds = known.length > 0 ? known : open || items.length > 0 ? [element] : [];
    const mayBeEmpty = known.length === 0 && rounds.length > 0;
    const skipped = mayBeEmpty && machine.forking ? [path.fork()] : [];
    for (const item of rounds) {
      const completions = running.flatMap((current) => {
        machine.assign(statement.target, item, frame, current);
        return machine.execute(statement.body, frame, current);
      });
      running = [];
      for (const completion of mergeLoop(completions, machine)) {
        if (completion.kind === 'next' || completion.kind === 'continue') running.push(completion.state);
        else if (completion.kind === 'break') leave.push(completion.state);
        else if (machine.forking || completion.kind === 'raise') finished.push(completion);
        else if (known.length > 0) finished.push(completion);
        else {
          frame.returned.push(completion.value);
          running.push(completion.state);
        }
      }
      if (running.length === 0) break;
    }
    return finish(machine, statement.otherwise, [...running, ...skipped], leave, finished, frame);
  });
}

/** As in Python, `else` runs when the loop was not left by `break`. */
function finish(
  machine: Machine,
  otherwise: readonly Statement[],
  ended: readonly State[],
  left: readonly State[],
  finished: readonly Completion[],
  frame: Frame,
): Completion[] {
  const after = ended.flatMap((state) => machine.execute(otherwise, frame, state));
  const all = [...finished, ...after, ...left.map((state): Completion => ({ state, kind: 'next', value: none }))];
  return [
    ...all.filter((completion) => completion.kind !== 'next'),
    ...mergeCompletions(
      all.filter((completion) => completion.kind === 'next'),
      machine,
    ),
  ];
}

function mergeLoop(completions: readonly Completion[], machine: Machine): Completion[] {
  const kinds = ['next', 'continue', 'break'] as const;
  return [
    ...completions.filter((completion) => completion.kind === 'return' || completion.kind === 'raise'),
    ...kinds.flatMap((kind) =>
      mergeCompletions(
        completions.filter((completion) => completion.kind === kind),
        machine,
      ),
    ),
  ];
}

/** Runs the body once where the condition may hold; `while True` is left only by `break`, `return` or an exception. */
export function executeWhile(
  machine: Machine,
  statement: Extract<Statement, { kind: 'while' }>,
  frame: Frame,
  state: State,
): Completion[] {
  return withValue(machine, statement.test, frame, state, (test, path) => {
    const finished: Completion[] = [];
    const ended: State[] = [];
    const left: State[] = [];
    for (const side of machine.branch(test, path, locate(frame, statement.test))) {
      if (!side.truth) {
        ended.push(side.state);
        continue;
      }
      for (const completion of mergeLoop(machine.execute(statement.body, frame, side.state), machine)) {
        if (completion.kind === 'break') left.push(completion.state);
        else if (completion.kind === 'next' || completion.kind === 'continue') ended.push(completion.state);
        else finished.push(completion);
      }
      if (!machine.forking) break;
    }
    return finish(machine, statement.otherwise, ended, left, finished, frame);
  });
}
