import { awaited } from '../calls/coroutine';
import type { Expression } from '../../python/syntax';
import { bindMember } from '../calls/call';
import { findMember } from '../calls/classes';
import { raiseIfMissing } from './raise';
import { isMissing, isNone } from '../values/missing';
import { evaluateComprehension } from './comprehension';
import { evaluateCollection, evaluateDict } from './displays';
import { evaluateAll } from './evaluate-all';
import { type Frame, type Machine, type Outcome, type Site, locate, then, evaluated } from '../machine';
import { startIteration } from './iterables';
import { binary, combineTests, evaluateBoolean, evaluateUnary } from './operators';
import { raiseNamed } from './raise';
import type { State } from '../paths/state';
import { concatenate } from './concatenate';
import { functionValue, type Value, choice, constant, none, opaque } from '../values/values';
import { noArguments, positional } from '../values/call-arguments';
import { bind, lookUp, moduleScope, writeKey } from '../paths/variables';

/** Evaluates an expression on one path; gives one outcome for each path it leads to. */
export function evaluate(machine: Machine, expression: Expression, frame: Frame, state: State): Outcome[] {
  const outcomes = evaluateKind(machine, expression, frame, state);
  if (machine.forking || machine.conditions.length === 0) return outcomes;
  return outcomes.map((outcome) => ({ ...outcome, value: filledHere(machine, outcome.value) }));
}

/** `if KEY: KEYS.add(KEY)`: where it is added, it is set. */
function filledHere({ conditions }: Machine, value: Value): Value {
  if (value.kind !== 'symbol' || value.nature !== 'setting') return value;
  const isTested = conditions.some(({ id, truth }) => truth && id === value.id);
  return isTested ? { ...value, optional: false, mayBeEmpty: false } : value;
}

function evaluateKind(machine: Machine, expression: Expression, frame: Frame, state: State): Outcome[] {
  if (!machine.budget.spend()) return evaluated(state, opaque('budget', 'something too large to follow'));
  switch (expression.kind) {
    case 'name':
      return evaluateName(machine, expression, frame, state);
    case 'constant':
      return evaluated(
        state,
        constant(expression.value, expression.value === null ? locate(frame, expression) : undefined),
      );
    case 'fstring':
      return evaluateAll(machine, expression.parts, frame, state, (parts, path) => evaluated(path, concatenate(parts)));
    case 'attribute':
      return evaluateAttribute(machine, expression, frame, state);
    case 'subscript':
      return evaluateSubscript(machine, expression, frame, state);
    case 'slice':
      return evaluateSlice(machine, expression, frame, state);
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
      return evaluateBinary(machine, expression, frame, state);
    case 'boolean':
      return evaluateBoolean(machine, expression, frame, state);
    case 'compare':
      return evaluateCompare(machine, expression, frame, state);
    case 'conditional':
      return evaluateConditional(machine, expression, frame, state);
    case 'lambda':
      return evaluated(state, functionValue(expression, frame.scope));
    case 'comprehension':
      return evaluateComprehension(machine, expression, frame, state);
    case 'await':
      return evaluateAwait(machine, expression, frame, state);
    case 'yield':
      return evaluateYield(machine, expression, frame, state);
    case 'walrus':
      return evaluateWalrus(machine, expression, frame, state);
    case 'unknown':
      return evaluated(state, opaque(`unknown@${String(expression.start)}`, 'an expression'));
  }
}

type Of<Kind extends Expression['kind']> = Extract<Expression, { readonly kind: Kind }>;

function evaluateName(machine: Machine, expression: Of<'name'>, frame: Frame, state: State): Outcome[] {
  const found = lookUp(machine, expression.id, frame.scope, state);
  if (found === undefined) return unboundName(machine, expression, frame, state);
  return behindProxy(machine, found, { location: locate(frame, expression), frame }, state);
}

/** A builtin, what every module has, or what came by `from library import *`. */
function unboundName(machine: Machine, expression: Of<'name'>, frame: Frame, state: State): Outcome[] {
  if (expression.id === '__name__') return evaluated(state, constant(frame.scope.module.name));
  const { starred } = moduleScope(frame.scope);
  const library = starred && machine.library.starredLibrary(starred, expression.id);
  const external: Value = { kind: 'external', name: `${library ?? 'builtins'}.${expression.id}` };
  const site: Site = { location: locate(frame, expression), frame };
  return library === undefined
    ? evaluated(state, external)
    : behindProxy(machine, machine.library.read(external, site, state) ?? external, site, state);
}

/** What a proxy stands for is asked for at each use. https://werkzeug.palletsprojects.com/en/stable/local/#werkzeug.local.LocalProxy */
function behindProxy(machine: Machine, found: Value, site: Site, state: State): Outcome[] {
  if (found.kind === 'external') return machine.library.standsFor(found, site, state) ?? evaluated(state, found);
  const isProxy =
    machine.forking && found.kind === 'decorated' && /^werkzeug\.(?:local\.)?LocalProxy$/.test(found.byName);
  return isProxy ? machine.call(found.inner, noArguments, site, state) : evaluated(state, found);
}

function evaluateAttribute(machine: Machine, expression: Of<'attribute'>, frame: Frame, state: State): Outcome[] {
  const site: Site = { location: locate(frame, expression), frame };
  return then(machine.evaluate(expression.object, frame, state), (object, path) =>
    isNone(object) && isBoundHere(expression.object, frame, path)
      ? raiseNamed(path, 'builtins.AttributeError', site)
      : readAttribute(machine, object, expression.name, site, path),
  );
}

function evaluateSubscript(machine: Machine, expression: Of<'subscript'>, frame: Frame, state: State): Outcome[] {
  const site: Site = { location: locate(frame, expression), frame };
  const parts = [expression.object, expression.index];
  return evaluateAll(machine, parts, frame, state, ([object = none, index = none], path) => {
    if (isNone(object) && isBoundHere(expression.object, frame, path))
      return raiseNamed(path, 'builtins.TypeError', site);
    const method = ownMethod(object, '__getitem__');
    return method ? machine.call(method, positional(index), site, path) : machine.subscript(object, index, site, path);
  });
}

/** A method by which the project's own object answers an operator. */
function ownMethod(object: Value, name: string | undefined): Value | undefined {
  if (object.kind !== 'instance' || name === undefined) return undefined;
  const member = findMember(object.class, name)?.member;
  return member?.kind === 'function' ? bindMember(member, object) : undefined;
}

function evaluateSlice(machine: Machine, expression: Of<'slice'>, frame: Frame, state: State): Outcome[] {
  const location = locate(frame, expression);
  return evaluateAll(machine, expression.bounds, frame, state, (data, path) =>
    evaluated(path, { kind: 'native', name: 'slice', data, location }),
  );
}

/** A local variable, or one of `g`, was set on this path; a global one that is None here may be set by code that was not followed. */
function isBoundHere(expression: Expression, frame: Frame, state: State): boolean {
  if (expression.kind === 'attribute') return state.writes?.get(writeKey('flask.g', expression.name)) !== undefined;
  return expression.kind === 'name' && state.writes?.get(writeKey(frame.scope.id, expression.id)) !== undefined;
}

function evaluateBinary(machine: Machine, expression: Of<'binary'>, frame: Frame, state: State): Outcome[] {
  const site: Site = { location: locate(frame, expression), frame };
  const parts = [expression.left, expression.right];
  return evaluateAll(machine, parts, frame, state, ([left = none, right = none], path) => {
    const method = ownMethod(left, operatorMethods[expression.operator]);
    return method
      ? machine.call(method, positional(right), site, path)
      : (combineTests(machine, expression.operator, [left, right], site, path) ??
          evaluated(path, binary(machine, expression.operator, left, right, site, path)));
  });
}

/** Guards that are combined: `KeyGuard() | RoleGuard("admin")`. */
const operatorMethods: Readonly<Record<string, string>> = { '|': '__or__', '&': '__and__', '+': '__add__' };

function evaluateAwait(machine: Machine, expression: Of<'await'>, frame: Frame, state: State): Outcome[] {
  const site: Site = { location: locate(frame, expression), frame };
  return then(machine.evaluate(expression.value, frame, state), (value, path) => awaited(machine, value, site, path));
}

function evaluateYield(machine: Machine, expression: Of<'yield'>, frame: Frame, state: State): Outcome[] {
  const sent = opaque('sent', 'a value sent in');
  if (expression.value === null) return frame.atYield?.(none, state) ?? evaluated(state, sent);
  const site: Site = { location: locate(frame, expression), frame };
  return then(machine.evaluate(expression.value, frame, state), (given, path) => {
    if (!expression.isFrom && frame.atYield) return frame.atYield(given, path);
    if (!expression.isFrom) {
      frame.yielded.push(given);
      return evaluated(path, sent);
    }
    return then(startIteration(machine, given, site, path), (source, last) => {
      const { items, open, element } = machine.iterate(source, site, last);
      frame.yielded.push(...(open && items.length === 0 ? [element] : items));
      return evaluated(last, sent);
    });
  });
}

function evaluateWalrus(machine: Machine, expression: Of<'walrus'>, frame: Frame, state: State): Outcome[] {
  return then(machine.evaluate(expression.value, frame, state), (result, path) => {
    bind(machine, expression.name, result, frame, path);
    return evaluated(path, result);
  });
}

function readAttribute(machine: Machine, object: Value, name: string, site: Site, state: State): Outcome[] {
  const missing = raiseIfMissing(object, 'attribute', site, state);
  if (missing.length > 0) return [...readAttribute(machine, object, name, site, state), ...missing];
  const result = machine.attribute(object, name, site, state);
  if (result.kind === 'function' && result.binding === 'property' && object.kind === 'instance') {
    return machine.call(result, positional(object), site, state);
  }
  // `return g.user`, before it is set.
  if (object.kind === 'external' && isMissing(result)) return raiseNamed(state, 'builtins.AttributeError', site);
  return behindProxy(machine, result, site, state);
}

function evaluateCompare(machine: Machine, expression: Of<'compare'>, frame: Frame, state: State): Outcome[] {
  return evaluateAll(machine, expression.operands, frame, state, (values, path) => {
    const link = (index: number, from: State): Outcome[] => {
      const operator = expression.operators[index] ?? '==';
      // Each of several tests stands at its right side.
      const node = expression.operators.length === 1 ? expression : (expression.operands[index + 1] ?? expression);
      const site: Site = { location: locate(frame, node), frame };
      const result = machine.compare(operator, values[index] ?? none, values[index + 1] ?? none, site, from);
      const isLast = index === expression.operators.length - 1;
      // What is registered depends on no more than the first of them.
      if (isLast || (!machine.forking && result.kind === 'symbol')) return evaluated(from, result);
      return machine
        .branch(result, from, site.location)
        .flatMap((side) => (side.truth ? link(index + 1, side.state) : evaluated(side.state, constant(false))));
    };
    return link(0, path);
  });
}

function evaluateConditional(machine: Machine, expression: Of<'conditional'>, frame: Frame, state: State): Outcome[] {
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
        evaluated(last, choice([whenTrue, whenFalse])),
      ),
    );
  });
}

function evaluateCall(machine: Machine, expression: Of<'call'>, frame: Frame, state: State): Outcome[] {
  const site: Site = { location: locate(frame, expression), frame };
  return then(machine.evaluate(expression.callee, frame, state), (callee, path) =>
    machine.evaluateArguments(expression, frame, path).flatMap((ready) => {
      if (ready.raised) return [ready.raised];
      if (callee.kind === 'external' && callee.name === 'builtins.super')
        return evaluated(ready.state, superObject(frame));
      return machine.call(callee, ready.arguments, site, ready.state);
    }),
  );
}

/** `super()`: methods are looked up after the class in which the running function was defined. */
function superObject(frame: Frame): Value {
  const owner = frame.function?.owner;
  if (!owner || frame.receiver === null) return opaque('super()', 'super()');
  return { kind: 'native', name: 'super', data: [owner, frame.receiver], location: null };
}
