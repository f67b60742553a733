import { memoByObject } from '../../text/memo-by-object';
import type { Expression, Statement } from '../../python/syntax';
import { currentSequence } from '../expressions/collections';
import { raiseIfMissing, raiseNamed } from '../expressions/raise';
import { assign } from './assign';
import { executeWith } from './contexts';
import { defineClass, defineFunction } from './definitions';
import { withValue } from './execute-value';
import { noteIgnored } from './ignored';
import { importFrom, importModules } from './imports';
import { executeFor, executeWhile } from './loops';
import { type Completion, type Frame, type Machine, type Site, locate, next } from '../machine';
import { executeMatch } from './match';
import { mergeCompletions, mergeNext, mergeValidated } from '../paths/merge';
import { executeAssert, executeRaise } from './raise-statements';
import type { State } from '../paths/state';
import { executeTry } from './try';
import { type Value, constant, identify, none } from '../values/values';

/** Runs statements on one path; gives one completion for each path they lead to. */
export function execute(machine: Machine, statements: readonly Statement[], frame: Frame, state: State): Completion[] {
  let running: State[] = [state];
  const finished: Completion[] = [];
  for (const statement of statements) {
    const next: Completion[] = [];
    for (const path of running) {
      for (const completion of executeOne(machine, statement, frame, path))
        (completion.kind === 'next' ? next : finished).push(completion);
    }
    running = mergeCompletions(next, machine).map((completion) => completion.state);
    if (running.length === 0) break;
  }
  return [...finished, ...running.map((path): Completion => ({ state: path, kind: 'next', value: none }))];
}

function executeOne(machine: Machine, statement: Statement, frame: Frame, state: State): Completion[] {
  switch (statement.kind) {
    case 'function':
      return defineFunction(machine, statement, frame, state);
    case 'class':
      return defineClass(machine, statement, frame, state);
    case 'return':
      return executeReturn(machine, statement, frame, state);
    case 'assign':
      return executeAssign(machine, statement, frame, state);
    case 'augmented':
      return executeAugmented(machine, statement, frame, state);
    case 'expression':
      return withValue(machine, statement.value, frame, state, (result, path) => {
        noteIgnored(machine, statement.value, result, frame, path);
        return next(path);
      });
    case 'if':
      return executeIf(machine, statement, frame, state);
    case 'for':
      return executeFor(machine, statement, frame, state);
    case 'while':
      return executeWhile(machine, statement, frame, state);
    case 'try':
      return executeTry(machine, statement, frame, state);
    case 'with':
      return executeWith(machine, statement, frame, state);
    case 'raise':
      return executeRaise(machine, statement, frame, state);
    case 'assert':
      return executeAssert(machine, statement, frame, state);
    case 'import':
      importModules(machine, statement, frame, state);
      return next(state);
    case 'import-from':
      importFrom(machine, statement, frame, state);
      return next(state);
    case 'match':
      return executeMatch(machine, statement, frame, state);
    case 'scope':
      for (const name of statement.names) frame.scope[statement.type === 'global' ? 'globals' : 'nonlocals'].add(name);
      return next(state);
    case 'delete':
    case 'pass':
      return next(state);
    case 'break':
    case 'continue':
      return [{ state, kind: statement.kind, value: none }];
  }
}

const longestWords = 500;

/** What a `return` returns, wherever it stands: two that return the same end a view alike. */
const wordsOf = memoByObject((statement: Extract<Statement, { kind: 'return' }>): string => {
  const all = JSON.stringify(statement.value, (key, part: unknown) =>
    key === 'start' || key === 'end' ? undefined : part,
  );
  return all.length > longestWords ? String(statement.start) : all;
});

function executeReturn(
  machine: Machine,
  statement: Extract<Statement, { kind: 'return' }>,
  frame: Frame,
  state: State,
): Completion[] {
  const leave = (result: Value, path: State): Completion[] => {
    path.lastReturn = { words: `${frame.scope.module.file}:${wordsOf(statement)}`, statement };
    return [{ state: path, kind: 'return', value: result }];
  };
  return statement.value === null ? leave(none, state) : withValue(machine, statement.value, frame, state, leave);
}

function executeAssign(
  machine: Machine,
  statement: Extract<Statement, { kind: 'assign' }>,
  frame: Frame,
  state: State,
): Completion[] {
  if (statement.value === null) return next(state);
  const site: Site = { location: locate(frame, statement), frame };
  return withValue(machine, statement.value, frame, state, (result, path) => {
    const isUnpacked = statement.targets.some(({ kind }) => kind === 'collection');
    if (statement.targets.some((target) => cannotHold(target, result, path)))
      return raiseNamed(path, 'builtins.ValueError', site).map((outcome) => ({ kind: 'raise', ...outcome }));
    const missing = isUnpacked ? raiseIfMissing(result, 'unpacking', site, path) : [];
    for (const target of statement.targets) assign(machine, target, result, frame, path);
    return [...next(path), ...missing.map((outcome): Completion => ({ kind: 'raise', ...outcome }))];
  });
}

/** `scheme, token = "".split(" ")`: as many names as there are items, or Python raises ValueError. */
function cannotHold(target: Expression, result: Value, state: State): boolean {
  if (state.writes === null || target.kind !== 'collection' || result.kind !== 'sequence') return false;
  const { items, open } = currentSequence(result, state);
  return !open && items.length !== target.items.length && !target.items.some(({ kind }) => kind === 'starred');
}

function executeAugmented(
  machine: Machine,
  statement: Extract<Statement, { kind: 'augmented' }>,
  frame: Frame,
  state: State,
): Completion[] {
  const sum: Expression = {
    kind: 'binary',
    operator: statement.operator,
    left: statement.target,
    right: statement.value,
    start: statement.start,
    end: statement.end,
  };
  return withValue(machine, sum, frame, state, (result, path) => {
    assign(machine, statement.target, result, frame, path);
    return next(path);
  });
}

/** `if __name__ == "__main__":` — run as a script the body runs, so what it registers is registered. */
function isMainTest(test: Expression): boolean {
  return (
    test.kind === 'compare' && test.operands.some((operand) => operand.kind === 'name' && operand.id === '__name__')
  );
}

function executeIf(
  machine: Machine,
  statement: Extract<Statement, { kind: 'if' }>,
  frame: Frame,
  state: State,
): Completion[] {
  if (isMainTest(statement.test)) return machine.execute(statement.body, frame, state);
  if (machine.forking) return forkIf(machine, statement, frame, state);
  return withValue(machine, statement.test, frame, state, (test, path) => {
    const branches = machine.branch(test, path.fork(), locate(frame, statement.test));
    const [first] = branches;
    if (branches.length === 1 && first)
      return machine.execute(first.truth ? statement.body : statement.otherwise, frame, path);
    return joinIf(machine, statement, test, frame, path);
  });
}

/** Paths on which a test has the same answer for the same reasons go on as one. */
function forkIf(
  machine: Machine,
  statement: Extract<Statement, { kind: 'if' }>,
  frame: Frame,
  state: State,
): Completion[] {
  const location = locate(frame, statement.test);
  const answers = withValue(machine, statement.test, frame, state, (test, path) =>
    machine
      .branch(test, path, location)
      .map((side): Completion => ({ kind: 'next', state: side.state, value: constant(side.truth) })),
  );
  const statesOf = (truth: boolean): State[] =>
    answers.flatMap(({ kind, state: path, value }) => (kind === 'next' && isTrue(value) === truth ? [path] : []));
  const left = [true, false].map((truth) => mergeValidated(statesOf(truth), machine));
  const follow = ({ state: path, value }: Completion): Completion[] =>
    left.some((states) => states.has(path))
      ? machine.execute(isTrue(value) ? statement.body : statement.otherwise, frame, path)
      : [];
  return mergeNext(
    answers.flatMap((answer) => (answer.kind === 'next' ? follow(answer) : [answer])),
    machine,
  );
}

const isTrue = (value: Value): boolean => value.kind === 'constant' && value.value === true;

/** While registrations are evaluated both branches run on the one path, so that nothing registered is missed. */
function joinIf(
  machine: Machine,
  statement: Extract<Statement, { kind: 'if' }>,
  test: Value,
  frame: Frame,
  state: State,
): Completion[] {
  const location = locate(frame, statement.test);
  const says = test.kind === 'symbol' ? test.says : test.kind === 'external' ? test.name : 'a condition';
  const completions: Completion[] = [];
  frame.joinDepth++;
  for (const [truth, body] of [
    [true, statement.body],
    [false, statement.otherwise],
  ] as const) {
    if (body.length === 0) continue;
    machine.conditions.push({ id: test.kind === 'symbol' ? test.id : identify(test), says, truth, location });
    completions.push(...machine.execute(body, frame, state));
    machine.conditions.pop();
  }
  frame.joinDepth--;
  for (const completion of completions) if (completion.kind === 'return') frame.returned.push(completion.value);
  const isLeft =
    statement.otherwise.length > 0 &&
    completions.length > 0 &&
    completions.every((completion) => completion.kind !== 'next');
  const last = completions.at(-1);
  return isLeft && last ? [last] : next(state);
}
