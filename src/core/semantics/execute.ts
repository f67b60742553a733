import type { Expression, MatchPattern, Statement } from '../python/syntax';
import { writeAttribute } from './attribute-writes';
import { currentMapping } from './collections';
import { defineClass, defineFunction } from './definitions';
import { executeFor, executeWhile } from './loops';
import { importFrom, importModules } from './imports';
import { withValue } from './execute-value';
import { findMember } from './classes';
import { mayGuard, mayRefuse } from './relevance';
import { locate, type Completion, type Frame, type Machine, type Outcome, type Site } from './machine';
import { mergeCompletions } from './merge';
import type { State } from './state';
import { executeTry } from './try';
import { bind, writeKey } from './variables';
import { constant, freshId, identify, keyOf, mapping, none, opaque, type Value } from './values';

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
    running = mergeCompletions(next, machine.forking).map((completion) => completion.state);
    if (running.length === 0) break;
  }
  return [...finished, ...running.map((path): Completion => ({ state: path, kind: 'next', value: none }))];
}

const next = (state: State): Completion[] => [{ state, kind: 'next', value: none }];

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

function executeReturn(
  machine: Machine,
  statement: Extract<Statement, { kind: 'return' }>,
  frame: Frame,
  state: State,
): Completion[] {
  const leave = (result: Value, path: State): Completion[] => {
    path.lastReturn = `${frame.scope.module.file}:${String(statement.start)}`;
    return [{ state: path, kind: 'return', value: result }];
  };
  return statement.value === null ? leave(none, state) : withValue(machine, statement.value, frame, state, leave);
}

/** A test or a refusal that is computed and thrown away protects nothing; the evidence says so. */
function noteIgnored(machine: Machine, expression: Expression, result: Value, frame: Frame, state: State): void {
  if (!machine.forking) return;
  const location = locate(frame, expression);
  if (result.kind === 'response' && ((result.status ?? 0) >= 400 || result.refuses))
    state.note({ kind: 'ignored', says: 'the refusal is not returned', location });
  else if (
    result.kind === 'sequence' &&
    result.type === 'tuple' &&
    result.items[1]?.kind === 'constant' &&
    Number(result.items[1].value) >= 400
  ) {
    state.note({ kind: 'ignored', says: 'the refusal is not returned', location });
  } else if (
    result.kind === 'symbol' &&
    expression.kind !== 'yield' &&
    result.ifTrue &&
    result.ifTrue.strength !== 'present' &&
    result.nature !== 'input' &&
    result.nature !== 'lookup'
  ) {
    state.note({ kind: 'ignored', says: 'the result of the check is not used', location });
  } else if (result.kind === 'function' && expression.kind === 'name' && mayGuard(machine, result, state)) {
    state.note({ kind: 'ignored', says: 'the function is named, but not called', location });
  } else if (
    result.kind === 'instance' &&
    result.class.kind === 'external' &&
    /\.(?:Unauthorized|Forbidden)$/.test(result.class.name)
  ) {
    state.note({ kind: 'ignored', says: 'the exception is made, but not raised', location });
  } else if (
    result.kind === 'native' &&
    result.name === 'generator' &&
    result.data[0]?.kind === 'function' &&
    mayRefuse(result.data[0].definition)
  ) {
    state.note({ kind: 'ignored', says: 'the context is made, but not entered', location });
  } else if (
    result.kind === 'instance' &&
    result.class.kind === 'class' &&
    findMember(result.class, '__enter__') !== undefined
  ) {
    state.note({ kind: 'ignored', says: 'the context is made, but not entered', location });
  } else if (result.kind === 'native' && result.name === 'coroutine') {
    state.note({ kind: 'ignored', says: 'the coroutine is not awaited, so the check never runs', location });
  }
}

function executeAssign(
  machine: Machine,
  statement: Extract<Statement, { kind: 'assign' }>,
  frame: Frame,
  state: State,
): Completion[] {
  if (statement.value === null) return next(state);
  return withValue(machine, statement.value, frame, state, (result, path) => {
    for (const target of statement.targets) assign(machine, target, result, frame, path);
    return next(path);
  });
}

/** Binds a target: a name, an attribute, an item, or several by unpacking. */
export function assign(machine: Machine, target: Expression, result: Value, frame: Frame, state: State): void {
  const site: Site = { location: locate(frame, target), frame };
  switch (target.kind) {
    case 'name':
      bind(machine, target.id, result, frame, state);
      return;
    case 'starred':
      assign(machine, target.value, opaque(`rest@${String(target.start)}`), frame, state);
      return;
    case 'collection':
      unpack(machine, target.items, result, frame, state);
      return;
    case 'attribute':
      for (const outcome of machine.evaluate(target.object, frame, state).slice(0, 1))
        setAttribute(machine, target, outcome.value, result, frame, state);
      return;
    case 'subscript':
      setItem(machine, target, result, frame, state);
      return;
    default:
      site;
  }
}

function unpack(machine: Machine, targets: readonly Expression[], result: Value, frame: Frame, state: State): void {
  const site: Site = { location: locate(frame, targets[0] ?? { start: 0, end: 0 }), frame };
  const { items, open, element } = machine.iterate(result, site, state);
  targets.forEach((target, index) => {
    const item = items[index] ?? (open || items.length === 0 ? partOf(element, result, index) : none);
    assign(machine, target, item, frame, state);
  });
}

function partOf(element: Value, whole: Value, index: number): Value {
  if (element.kind === 'symbol') return { ...element, id: `${identify(whole)}[${String(index)}]` };
  return element;
}

function setAttribute(
  machine: Machine,
  target: Extract<Expression, { kind: 'attribute' }>,
  object: Value,
  result: Value,
  frame: Frame,
  state: State,
): void {
  if (object.kind === 'response' && target.object.kind === 'name') {
    const status = result.kind === 'constant' && typeof result.value === 'number' ? result.value : null;
    if (target.name === 'status_code' || target.name === 'status')
      bind(machine, target.object.id, { ...object, status: status ?? object.status }, frame, state);
    return;
  }
  writeAttribute(object, target.name, result, state);
}

function setItem(
  machine: Machine,
  target: Extract<Expression, { kind: 'subscript' }>,
  result: Value,
  frame: Frame,
  state: State,
): void {
  const object = machine.evaluate(target.object, frame, state)[0]?.value;
  const index = machine.evaluate(target.index, frame, state)[0]?.value;
  if (object === undefined || index === undefined) return;
  const key = keyOf(index) ?? `dynamic:${identify(index)}`;
  const site: Site = { location: locate(frame, target), frame };
  machine.library.call(
    '#setitem',
    { positional: [object, index, result], keyword: new Map(), open: false },
    site,
    state,
  );
  if (object.kind === 'mapping') {
    if (state.writes !== null && object.id < state.firstId)
      state.note({ kind: 'effect', says: 'an assignment', location: site.location });
    const current = currentMapping(object, state);
    const entries = new Map(current.entries);
    entries.set(key, { key: index, value: result });
    if (state.writes === null) object.entries = entries;
    else state.writes.set(writeKey(object.id, '#items'), mapping(entries, object.open));
    return;
  }
  // Objects of classes outside the workspace (an app's config) keep their items with their attributes.
  if (state.writes === null && object.kind === 'instance' && index.kind === 'constant')
    object.attributes.set(String(index.value), result);
  if (state.writes !== null) state.writes.set(writeKey(identify(object), `[${key}]`), result);
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
  return withValue(machine, statement.test, frame, state, (test, path) => {
    const location = locate(frame, statement.test);
    const branches = machine.branch(test, machine.forking ? path : path.fork(), location);
    const [first] = branches;
    if (machine.forking) {
      return mergeNext(
        branches.flatMap((side) =>
          machine.execute(side.truth ? statement.body : statement.otherwise, frame, side.state),
        ),
        machine,
      );
    }
    if (branches.length === 1 && first)
      return machine.execute(first.truth ? statement.body : statement.otherwise, frame, path);
    return joinIf(machine, statement, test, frame, path);
  });
}

function mergeNext(completions: Completion[], machine: Machine): Completion[] {
  const running = completions.filter((completion) => completion.kind === 'next');
  return [
    ...completions.filter((completion) => completion.kind !== 'next'),
    ...mergeCompletions(running, machine.forking),
  ];
}

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

function executeWith(
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
      machine.library.call('#enter', { positional: [context], keyword: new Map(), open: false }, site, state) ?? [
        { state, value: context, raised: false },
      ]
    );
  const method = machine.attribute(context, '__enter__', site, state);
  if (method.kind !== 'bound')
    return (
      machine.library.call('#enter', { positional: [context], keyword: new Map(), open: false }, site, state) ?? [
        { state, value: context, raised: false },
      ]
    );
  return machine.call(method, { positional: [], keyword: new Map(), open: false }, site, state);
}

function executeRaise(
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
    const outcomes =
      machine.library.call('#raise', { positional: [thrown], keyword: new Map(), open: false }, site, path) ?? [];
    return outcomes.map((outcome): Completion => ({ state: outcome.state, kind: 'raise', value: outcome.value }));
  });
}

/** `assert` vanishes under `python -O`, so a check by it holds in some deployments only. */
function executeAssert(
  machine: Machine,
  statement: Extract<Statement, { kind: 'assert' }>,
  frame: Frame,
  state: State,
): Completion[] {
  if (!machine.forking) return next(state);
  // Noted before and after: every check in between vanishes with the assert.
  state.note({ kind: 'assert', location: locate(frame, statement) });
  return withValue(machine, statement.test, frame, state, (test, path) =>
    machine.branch(test, path, locate(frame, statement.test)).map((side): Completion => {
      side.state.note({ kind: 'assert', location: locate(frame, statement) });
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
}

function executeMatch(
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
      for (const current of open) {
        for (const side of matches(machine, option.pattern, subject, frame, current)) {
          if (!side.truth) rest.push(side.state);
          else if (option.guard === null) completions.push(...machine.execute(option.body, frame, side.state));
          else {
            for (const outcome of machine.evaluate(option.guard, frame, side.state)) {
              for (const guarded of machine.branch(outcome.value, outcome.state, locate(frame, option.guard))) {
                if (guarded.truth) completions.push(...machine.execute(option.body, frame, guarded.state));
                else rest.push(guarded.state);
              }
            }
          }
        }
      }
      open = rest;
    }
    return mergeNext([...completions, ...open.flatMap(next)], machine);
  });
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
