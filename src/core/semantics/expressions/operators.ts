import { describe, negate, originsOf, plainTest } from './checks';
import { emptyForMissing } from '../values/sending';
import type { Expression } from '../../python/syntax';
import { type Frame, type Machine, type Outcome, type Site, locate, then, evaluated } from '../machine';
import { mergeValidated } from '../paths/merge';
import type { State } from '../paths/state';
import { combineSets } from './sets';
import { concatenate } from './concatenate';
import { type SymbolValue, type Value, choice, constant, identify, none, opaque, sequence } from '../values/values';

/** `not x`, `-x`, `+x`, `~x`. */
export function evaluateUnary(
  machine: Machine,
  expression: Extract<Expression, { kind: 'unary' }>,
  frame: Frame,
  state: State,
): Outcome[] {
  return then(machine.evaluate(expression.operand, frame, state), (operand, path) => {
    if (expression.operator !== 'not') {
      const isNumber = operand.kind === 'constant' && typeof operand.value === 'number';
      return evaluated(path, isNumber && expression.operator === '-' ? constant(-operand.value) : operand);
    }
    if (operand.kind === 'symbol') return evaluated(path, negate(operand));
    if (!machine.forking) {
      const branches = machine.branch(operand, path.fork(), locate(frame, expression));
      const [first] = branches;
      return evaluated(
        path,
        branches.length === 1 && first ? constant(!first.truth) : opaque(`not ${identify(operand)}`),
      );
    }
    return machine
      .branch(operand, path, locate(frame, expression))
      .flatMap((side) => evaluated(side.state, constant(!side.truth)));
  });
}

/** `json.loads(…) + env.split(",")`: a collection, whatever else goes in; undefined where neither is one. */
function joinedCollections(left: Value, right: Value): Value | undefined {
  const parts = [left, right].filter((side) => side.kind === 'symbol');
  const [first, ...others] = parts.filter(({ collection }) => collection);
  if (!first?.collection || parts.length < 2) return undefined;
  const mayHoldEmpty = [first, ...others].some(({ collection }) => collection?.mayHoldEmpty);
  return { ...first, id: `${identify(left)} + ${identify(right)}`, collection: { ...first.collection, mayHoldEmpty } };
}

/** The value of `left operator right`, for arithmetic and bit operators. */
export function binary(machine: Machine, operator: string, left: Value, right: Value, site: Site, state: State): Value {
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
    return joinedCollections(left, right) ?? concatenate([left, right]);
  }
  if (operator === '%' && left.kind === 'constant' && typeof left.value === 'string') {
    const parts = right.kind === 'sequence' ? right.items : [right];
    return formatPercent(left.value, parts);
  }
  if (operator === '&' && left.kind === 'sequence' && left.items[0] !== undefined && left.items.length === 1)
    return machine.compare('in', left.items[0], right, site, state);
  // `set(request.headers.getlist("X-API-Key")) & KEYS`
  if (operator === '&' && left.kind === 'symbol' && left.nature === 'input' && right.kind === 'sequence')
    return machine.compare('in', left, right, site, state);
  if (operator === '&' && [left, right].some(isZero)) return constant(0);
  const combined =
    operator === '-' || operator === '&' ? combineSets(machine, operator, left, right, site, state) : undefined;
  if (combined) return combined;
  if (operator === '|' && left.kind === 'sequence' && right.kind === 'sequence')
    return sequence(left.type, [...left.items, ...right.items], left.open || right.open);
  const inputs = [left, right].filter((side) => side.kind === 'symbol' && side.nature === 'input');
  const id = `${identify(left)} ${operator} ${identify(right)}`;
  if (inputs.length === 0) {
    const test = plainTest(id, `${describe(left)} ${operator} ${describe(right)}`, [left, right]);
    // `granted & WRITE`: only who was found has been granted anything.
    const found = [left, right].find((side) => side.kind === 'symbol' && side.nature === 'lookup');
    return operator === '&' && found?.kind === 'symbol' && found.ifTrue ? { ...test, ifTrue: found.ifTrue } : test;
  }
  return {
    kind: 'symbol',
    id,
    says: `a value from ${inputs.map(describe).join(' and ')}`,
    nature: 'input',
    origins: inputs.flatMap((input) => originsOf(input)),
    optional: false,
  };
}

/**
 * `ok |= compare_digest(key, given)`: tests that are combined without being cut short, so that no answer takes less time.
 * Undefined when these are no tests.
 */
export function combineTests(
  machine: Machine,
  operator: string,
  [left, right]: readonly [Value, Value],
  site: Site,
  state: State,
): Outcome[] | undefined {
  if (!machine.forking || (operator !== '|' && operator !== '&')) return undefined;
  if (![left, right].some(isTest) || ![left, right].every(isTruthOnly)) return undefined;
  const decisive = operator === '|';
  return machine
    .branch(left, state, site.location)
    .flatMap((first) =>
      first.truth === decisive
        ? evaluated(first.state, constant(decisive))
        : machine
            .branch(right, first.state, site.location)
            .flatMap((second) => evaluated(second.state, constant(second.truth))),
    );
}

/** A test that tells something of the caller. */
function isTest(value: Value): boolean {
  const isAnswer = value.kind === 'symbol' && (value.nature === 'server' || value.nature === 'setting');
  return isAnswer && Boolean(value.ifTrue ?? value.ifFalse);
}

/** What may stand beside a test, and then is taken for true or false. */
function isTruthOnly(value: Value): boolean {
  if (value.kind === 'constant') return typeof value.value === 'boolean' || value.value === 0 || value.value === 1;
  return value.kind === 'symbol';
}

/** No right at all, as bits. */
function isZero(value: Value): boolean {
  return value.kind === 'constant' && value.value === 0;
}

function formatPercent(format: string, parts: readonly Value[]): Value {
  const pieces: Value[] = [];
  let index = 0;
  for (const piece of format.split(/(%[sd])/))
    pieces.push(/^%[sd]$/.test(piece) ? (parts[index++] ?? none) : constant(piece));
  return concatenate(pieces);
}

/** `a and b`, `a or b`: the right side is evaluated only on paths on which the left does not decide. */
export function evaluateBoolean(
  machine: Machine,
  expression: Extract<Expression, { kind: 'boolean' }>,
  frame: Frame,
  state: State,
): Outcome[] {
  const isAnd = expression.operator === 'and';
  const goingOn = new Set<State>();
  const answered = then(machine.evaluate(expression.left, frame, state), (left, path) => {
    if (!machine.forking) return joinBoolean(machine, expression, left, frame, path);
    const filled = isAnd ? undefined : orEmpty(left, expression.right);
    if (filled) return evaluated(path, filled);
    return machine.branch(left, path, locate(frame, expression.left)).flatMap((side) => {
      if (side.truth === isAnd) {
        goingOn.add(side.state);
        return evaluated(side.state, left);
      }
      // Paths are merged before the value is used: what this one knows of a variable must stay with the value.
      const isSet = side.truth && left.kind === 'symbol' && left.nature === 'setting';
      return evaluated(side.state, isSet ? truthy(left) : decidedValue(left, side.truth));
    });
  });
  const left = mergeValidated(goingOn, machine);
  return answered.flatMap((outcome) => {
    if (!goingOn.has(outcome.state)) return [outcome];
    return left.has(outcome.state) ? machine.evaluate(expression.right, frame, outcome.state) : [];
  });
}

/** `request.headers.get("X-API-Key") or ""` reads the field with an empty text for a missing one: no path needs to part. */
function orEmpty(left: Value, right: Expression): Value | undefined {
  // `request.get_json(silent=True) or {}`: no field was sent in either case.
  if (right.kind === 'dict' && right.entries.length === 0 && left.kind === 'symbol' && left.container !== undefined)
    return { ...left, optional: false };
  if (right.kind !== 'constant' || right.value !== '' || left.kind !== 'symbol' || !left.field) return undefined;
  return { ...left, optional: false, mayBeEmpty: true, field: emptyForMissing(left.field) };
}

/** Once a path knows the truth of a test, a test symbol is that truth; other values keep being themselves. */
function decidedValue(value: Value, truth: boolean): Value {
  if (isTest(value) || (value.kind === 'symbol' && value.isTest === true)) return constant(truth);
  if (value.kind === 'symbol') return truth || value.nature === 'input' ? value : falsy(value);
  if (value.kind !== 'choice') return value;
  const possible = value.options.filter((option) => option.kind !== 'constant' || Boolean(option.value) === truth);
  return possible.length === 0 ? constant(truth) : choice(possible.map((option) => decidedValue(option, truth)));
}

/** What a variable, or something found, is when it is false: the path's knowledge of it may be lost, its value may not. */
function falsy(value: SymbolValue): Value {
  if (value.nature === 'server' || !(value.optional ?? value.mayBeEmpty)) return value;
  return choice([...(value.optional === true ? [none] : []), ...(value.mayBeEmpty === true ? [constant('')] : [])]);
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
    return first.truth === isAnd ? machine.evaluate(expression.right, frame, state) : evaluated(state, left);
  return then(machine.evaluate(expression.right, frame, state), (right, path) =>
    evaluated(path, isAnd ? choice([right, left]) : (orUnset(left, right) ?? choice([truthy(left), right]))),
  );
}

/** `os.environ.get("API_KEY") or None` is still the variable: what it is when unset is one thing now. */
export function orUnset(left: Value, right: Value): Value | undefined {
  if (left.kind !== 'symbol' || left.nature !== 'setting' || right.kind !== 'constant') return undefined;
  if (right.value !== null && right.value !== '') return undefined;
  return {
    ...left,
    id: `${left.id} or ${identify(right)}`,
    optional: right.value === null,
    mayBeEmpty: right.value === '',
    bases: [left.id, ...(left.bases ?? [])],
    sameTruth: { id: left.id, negated: false },
  };
}

/** What `left or right` gives of its left side. */
function truthy(value: Value): Value {
  return value.kind === 'symbol' ? { ...value, optional: false, mayBeEmpty: false, isTruthy: true } : value;
}
