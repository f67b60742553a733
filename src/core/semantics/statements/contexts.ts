import type { Statement } from '../../python/syntax';
import { assign } from './assign';
import { describeException, mayCatch } from './exceptions';
import { withValue } from './execute-value';
import { type Completion, type Frame, type Machine, type Outcome, type Site, locate } from '../machine';
import type { State } from '../paths/state';
import { none, opaque, type BoundMethod, type NativeFunction, type Value } from '../values/values';
import { noArguments, positional } from '../values/call-arguments';

/** Runs `with`: each context is entered in turn, then the body runs. https://docs.python.org/3/reference/compound_stmts.html#with */
export function executeWith(
  machine: Machine,
  statement: Extract<Statement, { kind: 'with' }>,
  frame: Frame,
  state: State,
): Completion[] {
  const run = (index: number, path: State): Completion[] => {
    const item = statement.items[index];
    if (item === undefined) return machine.execute(statement.body, frame, path);
    return withValue(machine, item.context, frame, path, (context, inner) => {
      const site: Site = { location: locate(frame, item.context), frame };
      return within(machine, context, site, inner, (given, entered) => {
        if (item.target) assign(machine, item.target, given, frame, entered);
        return run(index + 1, entered);
      });
    });
  };
  return run(0, state);
}

/** Enters a context, runs a body in it and leaves it. */
function within(machine: Machine, context: Value, site: Site, state: State, body: Body): Completion[] {
  if (context.kind === 'native' && context.name === 'generator')
    return withGenerator(machine, context, site, state, body);
  const { frame } = site;
  const catches = isSuppress(context) || methodOf(machine, context, '__exit__', site, state) !== undefined;
  return enterContext(machine, context, site, state).flatMap((outcome): Completion[] => {
    if (outcome.raised) return [{ state: outcome.state, kind: 'raise', value: outcome.value }];
    frame.tryDepth += Number(catches);
    const ends = body(outcome.value, outcome.state);
    frame.tryDepth -= Number(catches);
    return ends.flatMap((end) => leaveContext(machine, context, end, site));
  });
}

function isSuppress(context: Value): context is NativeFunction {
  return context.kind === 'native' && context.name === 'contextlib.suppress';
}

type Body = (given: Value, entered: State) => Completion[];

/** Calls a function that a context was put around: `@key_needed()`. https://docs.python.org/3/library/contextlib.html#contextlib.ContextDecorator */
export function callWithin(
  machine: Machine,
  context: Value,
  site: Site,
  state: State,
  inner: (entered: State) => Outcome[],
): Outcome[] {
  const body: Body = (_, entered) =>
    inner(entered).map(({ state: path, value, raised }) => ({ state: path, kind: raised ? 'raise' : 'return', value }));
  return within(machine, context, site, state, body).map(({ state: path, kind, value }) => ({
    state: path,
    value,
    raised: kind === 'raise',
  }));
}

/**
 * `@contextmanager`: the body stands where the generator yields, so what it raises is raised there.
 * https://docs.python.org/3/library/contextlib.html#contextlib.contextmanager
 */
function withGenerator(
  machine: Machine,
  generator: NativeFunction,
  site: Site,
  state: State,
  body: Body,
): Completion[] {
  const left: Completion[] = [];
  let hasYielded = false;
  const atYield = (given: Value, entered: State): Outcome[] => {
    hasYielded = true;
    return body(given, entered).flatMap((end): Outcome[] => {
      if (end.kind === 'next' || end.kind === 'raise')
        return [{ state: end.state, value: end.kind === 'raise' ? end.value : none, raised: end.kind === 'raise' }];
      left.push(end);
      return [];
    });
  };
  const [started = none] = generator.data;
  const outcomes = machine.call(started, generator.arguments ?? noArguments, { ...site, atYield }, state);
  const ends = outcomes.flatMap((outcome): Completion[] => {
    if (outcome.raised) return [{ state: outcome.state, kind: 'raise', value: outcome.value }];
    return hasYielded ? [{ kind: 'next', ...outcome }] : body(outcome.value, outcome.state);
  });
  return [...left, ...ends];
}

/** What `with` binds: a context of the project's own runs its `__enter__`. */
export function enterContext(machine: Machine, context: Value, site: Site, state: State): Outcome[] {
  const method = methodOf(machine, context, '__enter__', site, state);
  if (method) return machine.call(method, noArguments, site, state);
  return machine.library.call('#enter', positional(context), site, state) ?? [{ state, value: context, raised: false }];
}

/** How a body ends once its context was left: a failure is swallowed by an `__exit__` that gives something true. */
function leaveContext(machine: Machine, context: Value, completion: Completion, site: Site): Completion[] {
  const { state, value } = completion;
  if (completion.kind !== 'raise' || value.kind !== 'exception') return [completion];
  const swallowed: Completion = { state, kind: 'next', value: none };
  if (isSuppress(context)) {
    const answers = context.data.map((type) => mayCatch(type, value, describeException));
    if (answers.includes('yes')) return [swallowed];
    return answers.includes('maybe') ? [{ ...swallowed, state: state.fork() }, completion] : [completion];
  }
  const method = methodOf(machine, context, '__exit__', site, state);
  if (!method) return [completion];
  const given = positional(opaque(`type of ${value.name}`), value.instance ?? value, opaque('a traceback'));
  return machine.call(method, given, site, state).flatMap((outcome): Completion[] => {
    if (outcome.raised) return [{ state: outcome.state, kind: 'raise', value: outcome.value }];
    return machine
      .branch(outcome.value, outcome.state, site.location)
      .map((side) => ({ ...(side.truth ? swallowed : completion), state: side.state }));
  });
}

function methodOf(machine: Machine, context: Value, name: string, site: Site, state: State): BoundMethod | undefined {
  if (context.kind !== 'instance') return undefined;
  for (const spelling of [name, name.replace('__', '__a')]) {
    const method = machine.attribute(context, spelling, site, state);
    if (method.kind === 'bound') return method;
  }
  return undefined;
}
