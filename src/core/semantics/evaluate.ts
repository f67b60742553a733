import type { Argument, Expression } from '../python/syntax';
import { evaluateComprehension } from './comprehension';
import { describe, negate, originsOf, plainTest } from './compare';
import { locate, then, value as one, type Frame, type Machine, type Outcome, type Site } from './machine';
import type { State } from './state';
import { concatenate } from './text';
import { bind, lookUp } from './variables';
import {
  choice,
  constant,
  freshId,
  identify,
  keyOf,
  mapping,
  none,
  opaque,
  sequence,
  type CallArguments,
  type Value,
} from './values';

/** Evaluates an expression on one path; gives one outcome for each path it leads to. */
export function evaluate(machine: Machine, expression: Expression, frame: Frame, state: State): Outcome[] {
  if (!machine.budget.spend()) return one(state, opaque('budget', 'something too large to follow'));
  const site: Site = { location: locate(frame, expression), frame };
  switch (expression.kind) {
    case 'name':
      return one(
        state,
        lookUp(machine, expression.id, frame.scope, state) ?? { kind: 'external', name: `builtins.${expression.id}` },
      );
    case 'constant':
      return one(state, constant(expression.value, site.location));
    case 'fstring':
      return evaluateAll(machine, expression.parts, frame, state, (parts, path) => one(path, concatenate(parts)));
    case 'attribute':
      return then(machine.evaluate(expression.object, frame, state), (object, path) =>
        readAttribute(machine, object, expression.name, site, path),
      );
    case 'subscript':
      return evaluateAll(
        machine,
        [expression.object, expression.index],
        frame,
        state,
        ([object = none, index = none], path) => machine.subscript(object, index, site, path),
      );
    case 'slice':
      return one(state, opaque(`slice@${String(expression.start)}`, 'a slice'));
    case 'call':
      return evaluateCall(machine, expression, frame, state);
    case 'collection':
      return evaluateCollection(machine, expression, frame, state);
    case 'starred':
      return machine.evaluate(expression.value, frame, state);
    case 'dict':
      return evaluateDict(machine, expression, frame, state);
    case 'unary':
      return evaluateUnary(machine, expression, frame, state);
    case 'binary':
      return evaluateAll(
        machine,
        [expression.left, expression.right],
        frame,
        state,
        ([left = none, right = none], path) => one(path, binary(machine, expression.operator, left, right, site, path)),
      );
    case 'boolean':
      return evaluateBoolean(machine, expression, frame, state);
    case 'compare':
      return evaluateCompare(machine, expression, frame, state);
    case 'conditional':
      return evaluateConditional(machine, expression, frame, state);
    case 'lambda':
      return one(state, {
        kind: 'function',
        id: freshId(),
        definition: expression,
        scope: frame.scope,
        attributes: new Map(),
        owner: null,
        binding: 'plain',
        fallbacks: new Map(),
        wraps: null,
      });
    case 'comprehension':
      return evaluateComprehension(machine, expression, frame, state);
    case 'await':
      return then(machine.evaluate(expression.value, frame, state), (awaited, path) =>
        awaited.kind === 'native' && awaited.name === 'coroutine'
          ? runCoroutine(machine, awaited, site, path)
          : one(path, awaited),
      );
    case 'yield':
      if (expression.value === null) return one(state, opaque('sent', 'a value sent in'));
      return then(machine.evaluate(expression.value, frame, state), (_, path) =>
        one(path, opaque('sent', 'a value sent in')),
      );
    case 'walrus':
      return then(machine.evaluate(expression.value, frame, state), (result, path) => {
        bind(machine, expression.name, result, frame, path);
        return one(path, result);
      });
    case 'unknown':
      return one(state, opaque(`unknown@${String(expression.start)}`, 'an expression'));
  }
}

function runCoroutine(
  machine: Machine,
  coroutine: Extract<Value, { kind: 'native' }>,
  site: Site,
  state: State,
): Outcome[] {
  const [body] = coroutine.data;
  return body
    ? machine.call(body, coroutine.arguments ?? { positional: [], keyword: new Map(), open: false }, site, state)
    : one(state, none);
}

/** Evaluates several expressions in order on every path. */
export function evaluateAll(
  machine: Machine,
  expressions: readonly Expression[],
  frame: Frame,
  state: State,
  next: (values: readonly Value[], state: State) => Outcome[],
  values: readonly Value[] = [],
): Outcome[] {
  const done = [...values];
  let path = state;
  // One path is the rule, also through a list of thousands of items; only where it splits does this recurse.
  for (let index = 0; index < expressions.length; index++) {
    const expression = expressions[index];
    if (expression === undefined) break;
    const outcomes = machine.evaluate(expression, frame, path);
    const [only] = outcomes;
    if (outcomes.length === 1 && only !== undefined && !only.raised) {
      done.push(only.value);
      path = only.state;
      continue;
    }
    const rest = expressions.slice(index + 1);
    return then(outcomes, (result, other) => evaluateAll(machine, rest, frame, other, next, [...done, result]));
  }
  return next(done, path);
}

function readAttribute(machine: Machine, object: Value, name: string, site: Site, state: State): Outcome[] {
  const result = machine.attribute(object, name, site, state);
  if (result.kind === 'function' && result.binding === 'property' && object.kind === 'instance') {
    return machine.call(result, { positional: [object], keyword: new Map(), open: false }, site, state);
  }
  return one(state, result);
}

function evaluateCollection(
  machine: Machine,
  expression: Extract<Expression, { kind: 'collection' }>,
  frame: Frame,
  state: State,
): Outcome[] {
  const site: Site = { location: locate(frame, expression), frame };
  return evaluateAll(machine, expression.items, frame, state, (values, path) => {
    const items: Value[] = [];
    let open = false;
    values.forEach((item, index) => {
      if (expression.items[index]?.kind !== 'starred') {
        items.push(item);
        return;
      }
      const spread = machine.iterate(item, site, path);
      items.push(...spread.items);
      open ||= spread.open;
    });
    return one(path, sequence(expression.type, items, open));
  });
}

function evaluateDict(
  machine: Machine,
  expression: Extract<Expression, { kind: 'dict' }>,
  frame: Frame,
  state: State,
): Outcome[] {
  const parts = expression.entries.flatMap((entry) => (entry.key ? [entry.key, entry.value] : [entry.value]));
  return evaluateAll(machine, parts, frame, state, (values, path) => {
    const entries = new Map<string, { key: Value; value: Value }>();
    let open = false;
    let index = 0;
    for (const entry of expression.entries) {
      if (entry.key === null) {
        const spread = values[index++];
        if (spread?.kind === 'mapping') {
          for (const [key, inner] of spread.entries) entries.set(key, inner);
          open ||= spread.open;
        } else open = true;
        continue;
      }
      const key = values[index++] ?? none;
      const inner = values[index++] ?? none;
      entries.set(keyOf(key) ?? `dynamic:${identify(key)}`, { key, value: inner });
    }
    return one(path, mapping(entries, open));
  });
}

function evaluateUnary(
  machine: Machine,
  expression: Extract<Expression, { kind: 'unary' }>,
  frame: Frame,
  state: State,
): Outcome[] {
  return then(machine.evaluate(expression.operand, frame, state), (operand, path) => {
    if (expression.operator !== 'not') {
      const isNumber = operand.kind === 'constant' && typeof operand.value === 'number';
      return one(path, isNumber && expression.operator === '-' ? constant(-Number(operand.value)) : operand);
    }
    if (operand.kind === 'symbol') return one(path, negate(operand));
    if (!machine.forking) {
      const branches = machine.branch(operand, path.fork(), locate(frame, expression));
      const [first] = branches;
      return one(path, branches.length === 1 && first ? constant(!first.truth) : opaque(`not ${identify(operand)}`));
    }
    return machine
      .branch(operand, path, locate(frame, expression))
      .flatMap((side) => one(side.state, constant(!side.truth)));
  });
}

function binary(machine: Machine, operator: string, left: Value, right: Value, site: Site, state: State): Value {
  if (operator === '+') {
    if (left.kind === 'sequence' && right.kind === 'sequence') {
      return sequence(left.type, [...left.items, ...right.items], left.open || right.open);
    }
    if (left.kind === 'sequence' || right.kind === 'sequence') {
      const known = [left, right].filter((side) => side.kind === 'sequence').flatMap((side) => side.items);
      return sequence('list', known, true);
    }
    if (
      left.kind === 'constant' &&
      right.kind === 'constant' &&
      typeof left.value === 'number' &&
      typeof right.value === 'number'
    ) {
      return constant(left.value + right.value);
    }
    return concatenate([left, right]);
  }
  if (operator === '%' && left.kind === 'constant' && typeof left.value === 'string') {
    const parts = right.kind === 'sequence' ? right.items : [right];
    return formatPercent(left.value, parts);
  }
  if (operator === '&' && left.kind === 'sequence' && left.items[0] !== undefined && left.items.length === 1)
    return machine.compare('in', left.items[0], right, site, state);
  if (operator === '|' && left.kind === 'sequence' && right.kind === 'sequence')
    return sequence(left.type, [...left.items, ...right.items], left.open || right.open);
  const inputs = [left, right].filter((side) => side.kind === 'symbol' && side.nature === 'input');
  const id = `${identify(left)} ${operator} ${identify(right)}`;
  if (inputs.length === 0) return plainTest(id, `${describe(left)} ${operator} ${describe(right)}`, [left, right]);
  return {
    kind: 'symbol',
    id,
    says: `a value from ${inputs.map(describe).join(' and ')}`,
    nature: 'input',
    origins: inputs.flatMap((input) => originsOf(input)),
    optional: false,
  };
}

function formatPercent(format: string, parts: readonly Value[]): Value {
  const pieces: Value[] = [];
  let index = 0;
  for (const piece of format.split(/(%[sd])/))
    pieces.push(/^%[sd]$/.test(piece) ? (parts[index++] ?? none) : constant(piece));
  return concatenate(pieces);
}

function evaluateBoolean(
  machine: Machine,
  expression: Extract<Expression, { kind: 'boolean' }>,
  frame: Frame,
  state: State,
): Outcome[] {
  const isAnd = expression.operator === 'and';
  return then(machine.evaluate(expression.left, frame, state), (left, path) => {
    if (!machine.forking) return joinBoolean(machine, expression, left, frame, path);
    return machine.branch(left, path, locate(frame, expression.left)).flatMap((side) => {
      if (side.truth === isAnd) return machine.evaluate(expression.right, frame, side.state);
      return one(side.state, decidedValue(left, side.truth));
    });
  });
}

/** Once a path knows the truth of a test, a test symbol is that truth; other values keep being themselves. */
function decidedValue(value: Value, truth: boolean): Value {
  if (value.kind === 'symbol' && (value.ifTrue ?? value.ifFalse) && value.nature === 'server') return constant(truth);
  return value;
}

function joinBoolean(
  machine: Machine,
  expression: Extract<Expression, { kind: 'boolean' }>,
  left: Value,
  frame: Frame,
  state: State,
): Outcome[] {
  const branches = machine.branch(left, state.fork(), locate(frame, expression.left));
  const [first] = branches;
  const isAnd = expression.operator === 'and';
  if (branches.length === 1 && first)
    return first.truth === isAnd ? machine.evaluate(expression.right, frame, state) : one(state, left);
  return then(machine.evaluate(expression.right, frame, state), (right, path) =>
    one(path, isAnd ? choice([right, left]) : choice([left, right])),
  );
}

function evaluateCompare(
  machine: Machine,
  expression: Extract<Expression, { kind: 'compare' }>,
  frame: Frame,
  state: State,
): Outcome[] {
  const site: Site = { location: locate(frame, expression), frame };
  return evaluateAll(machine, expression.operands, frame, state, (values, path) => {
    const results = expression.operators.map((operator, index) =>
      machine.compare(operator, values[index] ?? none, values[index + 1] ?? none, site, path),
    );
    const [only = none] = results;
    if (results.length === 1) return one(path, only);
    const decisive = results.find((result) => result.kind === 'constant' && result.value === false);
    return one(path, decisive ?? results.find((result) => result.kind === 'symbol') ?? only);
  });
}

function evaluateConditional(
  machine: Machine,
  expression: Extract<Expression, { kind: 'conditional' }>,
  frame: Frame,
  state: State,
): Outcome[] {
  return then(machine.evaluate(expression.test, frame, state), (test, path) => {
    const branches = machine.branch(test, machine.forking ? path : path.fork(), locate(frame, expression.test));
    const [first] = branches;
    if (machine.forking || branches.length === 1) {
      if (!machine.forking && first)
        return machine.evaluate(first.truth ? expression.whenTrue : expression.whenFalse, frame, path);
      return branches.flatMap((side) =>
        machine.evaluate(side.truth ? expression.whenTrue : expression.whenFalse, frame, side.state),
      );
    }
    return then(machine.evaluate(expression.whenTrue, frame, path), (whenTrue, next) =>
      then(machine.evaluate(expression.whenFalse, frame, next), (whenFalse, last) =>
        one(last, choice([whenTrue, whenFalse])),
      ),
    );
  });
}

function evaluateCall(
  machine: Machine,
  expression: Extract<Expression, { kind: 'call' }>,
  frame: Frame,
  state: State,
): Outcome[] {
  const site: Site = { location: locate(frame, expression), frame };
  return then(machine.evaluate(expression.callee, frame, state), (callee, path) =>
    machine.evaluateArguments(expression, frame, path).flatMap((evaluated) => {
      if (evaluated.raised) return [evaluated.raised];
      if (callee.kind === 'external' && callee.name === 'builtins.super')
        return one(evaluated.state, superObject(frame));
      return machine.call(callee, evaluated.arguments, site, evaluated.state);
    }),
  );
}

/** `super()`: methods are looked up after the class in which the running function was defined. */
function superObject(frame: Frame): Value {
  const owner = frame.function?.owner;
  if (!owner || frame.receiver === null) return opaque('super()', 'super()');
  return { kind: 'native', name: 'super', data: [owner, frame.receiver], location: null };
}

/** Evaluates the arguments of a call; unknown `*` and `**` leave it open. */
export function evaluateArguments(
  machine: Machine,
  call: Extract<Expression, { kind: 'call' }>,
  frame: Frame,
  state: State,
): { state: State; arguments: CallArguments; raised: Outcome | null }[] {
  const site: Site = { location: locate(frame, call), frame };
  const results: { state: State; arguments: CallArguments; raised: Outcome | null }[] = [];
  const collect = (rest: readonly Argument[], done: CallArguments, path: State): void => {
    const [first, ...others] = rest;
    if (first === undefined) {
      results.push({ state: path, arguments: done, raised: null });
      return;
    }
    for (const outcome of machine.evaluate(first.value, frame, path)) {
      if (outcome.raised) results.push({ state: outcome.state, arguments: done, raised: outcome });
      else collect(others, addArgument(machine, first, outcome.value, done, site, outcome.state), outcome.state);
    }
  };
  collect(call.arguments, { positional: [], keyword: new Map(), open: false }, state);
  return results;
}

function addArgument(
  machine: Machine,
  argument: Argument,
  given: Value,
  done: CallArguments,
  site: Site,
  state: State,
): CallArguments {
  if (argument.star === '*') {
    const { items, open } = machine.iterate(given, site, state);
    return { ...done, positional: [...done.positional, ...items], open: done.open || open };
  }
  const keyword = new Map(done.keyword);
  if (argument.star === '**') {
    if (given.kind !== 'mapping') return { ...done, open: true };
    for (const entry of given.entries.values()) {
      if (entry.key.kind === 'constant') keyword.set(String(entry.key.value), entry.value);
    }
    return { ...done, keyword, open: done.open || given.open };
  }
  if (argument.name === null) return { ...done, positional: [...done.positional, given] };
  keyword.set(argument.name, given);
  return { ...done, keyword };
}
