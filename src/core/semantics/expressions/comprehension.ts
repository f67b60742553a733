import { startIteration } from './iterables';
import { asTest, filteredBy, untouched, validatingCheck } from './proof';
import type { ComprehensionExpression, Expression } from '../../python/syntax';
import { locate, then, evaluated, childScope, type Frame, type Machine, type Outcome, type Site } from '../machine';
import type { Location } from '../../text/span';
import type { State } from '../paths/state';
import { isOfCredential, type Check } from '../values/credential-check';
import { choice, freshId, identify, keyOf, mapping, opaque, sequence, type Value } from '../values/values';

type Branches = ReturnType<Machine['branch']>;

/**
 * Most comprehensions do not fork paths: what a filter or an element proves is carried by the result, so that
 * `any(compare_digest(key, k) for k in KEYS)` and `[u for u in USERS if u.key == key]` prove what their test proves.
 */
export function evaluateComprehension(
  machine: Machine,
  expression: ComprehensionExpression,
  frame: Frame,
  state: State,
): Outcome[] {
  const outcomes = evaluateEach(machine, expression, frame, state);
  return expression.type === 'generator'
    ? outcomes.map((outcome) => (outcome.raised ? outcome : { ...outcome, value: untouched(outcome.value) }))
    : outcomes;
}

function evaluateEach(machine: Machine, expression: ComprehensionExpression, frame: Frame, state: State): Outcome[] {
  const site: Site = { location: locate(frame, expression), frame };
  const inner: Frame = { ...frame, scope: childScope(frame.scope, freshId()) };
  const [clause, ...others] = expression.clauses;
  if (clause === undefined) return evaluated(state, opaque('comprehension'));
  return then(sourceOf(machine, clause.iterable, frame, state), (iterable, path) => {
    const { items, open, element } = machine.iterate(iterable, site, path);
    if (others.length > 0) return evaluated(path, nestedComprehension(machine, expression, inner, path, site));
    const isKnown = items.length > 0 || iterable.kind === 'sequence' || iterable.kind === 'mapping';
    if (!open && isKnown && items.length <= 200)
      return (
        firstKept(machine, expression, items, inner, path) ??
        evaluated(path, unrolled(machine, expression, items, inner, path, site))
      );
    return evaluated(path, symbolic(machine, expression, iterable, element, inner, path));
  });
}

function sourceOf(machine: Machine, iterable: Expression, frame: Frame, state: State): Outcome[] {
  const site: Site = { location: locate(frame, iterable), frame };
  return then(machine.evaluate(iterable, frame, state), (value, path) => startIteration(machine, value, site, path));
}

/** A test of an item, on scratch paths. */
function test(machine: Machine, expression: Parameters<Machine['evaluate']>[0], frame: Frame, state: State): Value {
  const scratch = state.fork();
  return asTest(machine, machine.evaluate(expression, frame, scratch.fork()), scratch, locate(frame, expression));
}

/** Items whose filter parts the paths. */
const mostParting = 8;

/**
 * `[name for name in REQUIRED if not request.headers.get(name)]`: whether anything is kept is a question about the caller,
 * so the paths part at the first item that is. Undefined where a filter proves more than that something was sent, or nothing.
 */
function firstKept(
  machine: Machine,
  expression: ComprehensionExpression,
  items: readonly Value[],
  frame: Frame,
  state: State,
): Outcome[] | undefined {
  const [clause] = expression.clauses;
  if (!clause?.conditions.length || expression.value || !machine.forking || items.length > mostParting)
    return undefined;
  const type = expression.type === 'set' ? 'set' : 'list';
  const conditionsOf = (item: Value, path: State): Value[] => {
    machine.assign(clause.target, item, frame, path);
    return clause.conditions.map((condition) => test(machine, condition, frame, path));
  };
  const all = items.map((item) => conditionsOf(item, state.fork()));
  if (validatingCheck(all.flat()) !== null || !all.flat().some(isPresenceTest)) return undefined;
  const outcomes: Outcome[] = [];
  let running: State[] = [state];
  for (const item of items) {
    const sides = running.flatMap((path) =>
      allHold(machine, conditionsOf(item, path), path, locate(frame, expression)),
    );
    for (const { truth, state: path } of sides) {
      if (truth) {
        machine.assign(clause.target, item, frame, path);
        outcomes.push({
          state: path,
          raised: false,
          value: sequence(type, [peek(machine, expression.element, frame, path)], true),
        });
      }
    }
    running = sides.filter(({ truth }) => !truth).map(({ state: path }) => path);
  }
  return [...outcomes, ...running.map((path): Outcome => ({ state: path, raised: false, value: sequence(type, []) }))];
}

function isPresenceTest(test: Value): boolean {
  const check = test.kind === 'symbol' ? (test.ifTrue ?? test.ifFalse) : null;
  return check?.strength === 'present' && isOfCredential(check);
}

function allHold(machine: Machine, conditions: readonly Value[], state: State, location: Location): Branches {
  const [condition, ...others] = conditions;
  if (condition === undefined) return [{ truth: true, state }];
  return machine
    .branch(condition, state, location)
    .flatMap((side) => (side.truth ? allHold(machine, others, side.state, location) : [side]));
}

/** First value of an expression on a scratch path; its paths and effects are dropped. */
function peek(machine: Machine, expression: Parameters<Machine['evaluate']>[0], frame: Frame, state: State): Value {
  const outcome = machine.evaluate(expression, frame, state.fork()).find((candidate) => !candidate.raised);
  return outcome?.value ?? opaque(`unknown@${String(expression.start)}`);
}

function unrolled(
  machine: Machine,
  expression: ComprehensionExpression,
  items: readonly Value[],
  frame: Frame,
  state: State,
  site: Site,
): Value {
  const [clause] = expression.clauses;
  const results: Value[] = [];
  const entries = new Map<string, { key: Value; value: Value }>();
  let open = false;
  let filter: Check | null = null;
  for (const item of items) {
    if (clause) machine.assign(clause.target, item, frame, state);
    const conditions = (clause?.conditions ?? []).map((condition) => test(machine, condition, frame, state));
    const truths = conditions.map((condition) => machine.branch(condition, state.fork(), site.location));
    if (truths.some((sides) => sides.every((side) => !side.truth))) continue;
    if (truths.some((sides) => sides.length > 1)) open = true;
    filter ??= validatingCheck(conditions);
    const element = test(machine, expression.element, frame, state);
    results.push(element);
    const key = keyOf(element);
    if (expression.value && key !== undefined)
      entries.set(key, { key: element, value: peek(machine, expression.value, frame, state) });
  }
  if (filter) return filteredBy(filter, locate(frame, expression));
  if (expression.type === 'dict') return mapping(entries, open);
  return sequence(expression.type === 'set' ? 'set' : 'list', open ? [] : results, open);
}

function symbolic(
  machine: Machine,
  expression: ComprehensionExpression,
  iterable: Value,
  item: Value,
  frame: Frame,
  state: State,
): Value {
  const [clause] = expression.clauses;
  const scratch = state.fork();
  if (clause) machine.assign(clause.target, item, frame, machine.forking ? scratch : state);
  const path = machine.forking ? scratch : state;
  const conditions = (clause?.conditions ?? []).map((condition) => test(machine, condition, frame, path));
  if (conditions.some((condition) => condition.kind === 'constant' && !condition.value)) return sequence('list', []);
  const filter = validatingCheck(conditions);
  if (filter) return filteredBy(filter, locate(frame, expression));
  const element = test(machine, expression.element, frame, path);
  if (element.kind === 'symbol' && (element.ifTrue ?? element.ifFalse))
    return { ...element, id: `each(${element.id})` };
  // Whatever the item, the test of it has the same answer.
  if (element.kind === 'constant' && typeof element.value === 'boolean') return sequence('list', [element]);
  if (iterable.kind === 'symbol' && iterable.collection) return keysFrom(iterable, conditions, item);
  // Objects made of who knows how many entries: one stands for all.
  if (element.kind === 'instance') return sequence('list', [element], true);
  const id = `comprehension(${identify(iterable)},${identify(element)})`;
  return iterable.kind === 'symbol' ? { ...iterable, id, ifTrue: null, ifFalse: null } : opaque(id, 'a collection');
}

/** `{k.strip() for k in os.getenv("KEYS", "").split(",") if k}`: the filter keeps the empty string out. */
function keysFrom(iterable: Extract<Value, { kind: 'symbol' }>, conditions: readonly Value[], item: Value): Value {
  const keepsEmptyOut =
    item.kind === 'symbol' &&
    conditions.some(
      (condition) =>
        condition.kind === 'symbol' && (condition.id.includes(item.id) || (condition.bases ?? []).includes(item.id)),
    );
  if (!keepsEmptyOut || !iterable.collection) return iterable;
  return {
    ...iterable,
    id: `${iterable.id} without empty`,
    collection: { ...iterable.collection, mayHoldEmpty: false },
  };
}

function nestedComprehension(
  machine: Machine,
  expression: ComprehensionExpression,
  frame: Frame,
  state: State,
  site: Site,
): Value {
  const results: Value[] = [];
  const iterables: boolean[] = [];
  const run = (index: number): void => {
    const clause = expression.clauses[index];
    if (clause === undefined) {
      results.push(peek(machine, expression.element, frame, state));
      return;
    }
    const iterated = machine.iterate(peek(machine, clause.iterable, frame, state), site, state);
    iterables.push(iterated.open);
    const items = iterated.open && iterated.items.length === 0 ? [iterated.element] : iterated.items;
    for (const item of items.slice(0, 200)) {
      machine.assign(clause.target, item, frame, state);
      run(index + 1);
    }
  };
  run(0);
  const open = iterables.includes(true);
  if (results.length === 0)
    return open ? opaque(`comprehension@${String(expression.start)}`, 'a collection') : sequence('list', []);
  const tested = results.find((result) => result.kind === 'symbol' && (result.ifTrue ?? result.ifFalse));
  return tested && open ? tested : choiceOrList(results, open);
}

function choiceOrList(results: readonly Value[], open: boolean): Value {
  return results.length > 500 ? choice(results) : sequence('list', results, open);
}
