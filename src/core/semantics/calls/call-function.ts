import { ownCodeHas } from '../../python/own-code';
import { memoByObject } from '../../text/memo-by-object';
import type { FunctionDefinition, Parameter, Statement } from '../../python/syntax';
import { externalBases } from './classes';
import { childScope, evaluated, type Frame, type Machine, type Outcome, type Site } from '../machine';
import { mergeOutcomes } from '../paths/merge';
import { concernsObject, isTellingArgument, mayEndRequest, mayGuard } from '../paths/relevance';
import type { State } from '../paths/state';
import { writeKey } from '../paths/variables';
import {
  choice,
  constant,
  freshId,
  mapping,
  none,
  opaque,
  sequence,
  type CallArguments,
  type FunctionValue,
  type Value,
} from '../values/values';
import { withFirst, positional } from '../values/call-arguments';
import {
  calledLater,
  isStarted,
  isGenerator,
  isContextManager,
  asStarted,
  asSync,
  writtenDefinition,
  yieldedBy,
} from './deferred-bodies';

/** Runs a function of the workspace. Recursion and great depth give an unknown value. */
export function callFunction(
  machine: Machine,
  callee: FunctionValue,
  passed: CallArguments,
  site: Site,
  state: State,
  receiver: Value | null,
): Outcome[] {
  const given = receiver === null ? passed : withFirst(receiver, passed);
  const name = callee.definition.kind === 'function' ? callee.definition.name : 'lambda';
  const unknown = (): Outcome[] =>
    evaluated(state, opaque(`${name}@${String(site.location.span.start)}()`, `${name}()`));
  machine.touched.add(writtenDefinition(callee.definition));
  machine.touched.reach(site.frame.depth);
  const isRecursive = timesRunning(callee, receiver, site.frame) >= mostTimesRunning(machine, given);
  if (isRecursive || site.frame.depth > (machine.forking ? 14 : 40) || !machine.budget.spend()) return unknown();
  const replaced = machine.enter?.(callee, given, site, state);
  if (replaced) return replaced;
  if (machine.forking && site.atYield === undefined && isSkippable(machine, callee, given, site, state))
    return givesNothing(callee) ? evaluated(state, none) : unknown();
  if ((machine.forking || isContextManager(callee)) && isGenerator(callee)) {
    // An edit may make it none: what called it before any request rests on its body.
    machine.entered.add(writtenDefinition(callee.definition));
    return evaluated(state, calledLater('generator', asStarted(callee), given, site));
  }
  if (callee.definition.kind === 'function' && callee.definition.isAsync)
    return evaluated(state, calledLater('coroutine', asSync(callee), given, site));
  const compute = (): Outcome[] => run(machine, callee, given, site, state, receiver);
  if (site.atYield) return compute();
  return machine.memo?.remember({ callee, given, receiver, site, state }, compute) ?? compute();
}

/** A function that is given parts of what is known is gone into as deep as people nest such things. */
function mostTimesRunning(machine: Machine, { positional: values }: CallArguments): number {
  if (!machine.forking) return 2;
  return values.some((value) => (value.kind === 'mapping' || value.kind === 'sequence') && !value.open) ? 3 : 1;
}

/**
 * Times that a function runs already. One `def` gives a function per closure and a method per object:
 * a guard applied twice is no recursion.
 */
function timesRunning(callee: FunctionValue, receiver: Value | null, frame: Frame): number {
  let same = 0;
  let closures = 0;
  for (let at: Frame | null = frame; at !== null; at = at.calledFrom?.frame ?? null) {
    if (at.function?.definition !== callee.definition) continue;
    closures += 1;
    if (at.function.scope === callee.scope && (receiver === null || at.receiver === receiver)) same += 1;
  }
  return Math.max(same, closures - maximumClosures);
}

/** Deeper than people stack one decorator; closures that make closures of themselves end here. */
const maximumClosures = 5;

/** A function without a `return` that has a value gives None. */
function givesNothing({ definition }: FunctionValue): boolean {
  return (
    definition.kind === 'function' &&
    !definition.isAsync &&
    !ownCodeHas(definition.body, (node) => node.kind === 'yield' || (node.kind === 'return' && node.value !== null))
  );
}

function isSkippable(machine: Machine, callee: FunctionValue, given: CallArguments, site: Site, state: State): boolean {
  if (callee.definition.kind === 'lambda' || isClosure(callee)) return false;
  // What an exception says of itself is what its handler answers.
  if (callee.owner && callee.definition.name === '__init__' && isExceptionClass(callee.owner)) return false;
  if (given.positional.some(isException)) return false;
  // What comes of known collections is known, too.
  if (given.positional.some(isKnownCollection)) return false;
  // A view whose caller was validated goes on with its work; what is asked of the view itself is whether it does.
  const isWork = state.viewDepth !== null && site.frame.depth >= state.viewDepth;
  if (state.isSettled && isWork && !mayEndRequest(callee.definition)) return true;
  if (given.positional.some(isTellingArgument) || [...given.keyword.values()].some(isTellingArgument)) return false;
  const [object] = given.positional;
  return (
    !isSingleReturn(callee.definition) &&
    !mayGuard(machine, callee, state) &&
    (callee.owner === null ||
      callee.binding === 'static' ||
      (object !== undefined && !concernsObject(machine, callee, object, site, state)))
  );
}

/** Whether a function was made by another one; methods of a module's classes were not. */
function isClosure({ scope }: FunctionValue): boolean {
  return scope.isClass ? scope.parent?.parent !== null : scope.parent !== null;
}

/** `def serializer(): return URLSafeSerializer(…)` is walked as quickly as it is looked into, and others ask what it gives. */
function isSingleReturn({ body }: FunctionDefinition): boolean {
  const [first, ...others] = body.filter(
    (statement) => statement.kind !== 'expression' || statement.value.kind !== 'constant',
  );
  return first?.kind === 'return' && others.length === 0;
}

function isException(value: Value): boolean {
  return value.kind === 'exception' || (value.kind === 'instance' && isExceptionClass(value.class));
}

function isExceptionClass(type: Value): boolean {
  return externalBases(type).some((base) => /(?:Exception|Error)$/.test(base));
}

function isKnownCollection(value: Value): boolean {
  return value.kind === 'sequence' && !value.open && value.items.every((item) => item.kind === 'constant');
}

function run(
  machine: Machine,
  callee: FunctionValue,
  given: CallArguments,
  site: Site,
  state: State,
  receiver: Value | null,
): Outcome[] {
  machine.entered.add(writtenDefinition(callee.definition));
  const scope = childScope(callee.scope, freshId());
  scope.parameters = callee.definition.parameters.map((parameter) => parameter.name);
  const frame: Frame = {
    scope,
    function: callee,
    receiver: receiver ?? given.positional[0] ?? null,
    depth: site.frame.depth + 1,
    tryDepth: site.frame.tryDepth > 0 ? 1 : 0,
    returned: [],
    yielded: [],
    atYield: site.atYield,
    joinDepth: 0,
    calledFrom: site,
    stack: [...site.frame.stack, callee.definition],
  };
  bindParameters(machine, callee, given, frame, state);
  if (callee.definition.kind === 'lambda') return machine.evaluate(callee.definition.body, frame, state);
  const completions = machine.execute(callee.definition.body, frame, state);
  // What registers something goes through at once what it asks for.
  const isGoneThrough = isStarted(callee) || (!machine.forking && isGenerator(callee));
  const outcomes = completions.map((completion): Outcome => {
    if (completion.kind === 'raise') return { state: completion.state, value: completion.value, raised: true };
    const result = isGoneThrough ? yieldedBy(frame) : completion.kind === 'return' ? completion.value : none;
    return {
      state: completion.state,
      value: frame.returned.length > 0 ? choice([...frame.returned, result]) : result,
      raised: false,
    };
  });
  if (!machine.forking) return outcomes.slice(0, 1);
  if (!definesFunctions(callee.definition.body)) {
    const own = [...scope.boundOnPaths].map((name) => writeKey(scope.id, name));
    for (const { state: path } of outcomes) for (const key of own) path.writes?.delete(key);
  }
  return mergeOutcomes(outcomes, machine, frame.depth);
}

const definesFunctions = memoByObject((body: readonly Statement[]) =>
  ownCodeHas(body, ({ kind }) => kind === 'function' || kind === 'class' || kind === 'lambda'),
);

/** https://docs.python.org/3/reference/expressions.html#calls */
function bindParameters(
  machine: Machine,
  callee: FunctionValue,
  given: CallArguments,
  frame: Frame,
  state: State,
): void {
  const inOrder = [...given.positional];
  const keyword = new Map(given.keyword);
  const set = (parameter: Parameter, value: Value): void => {
    if (state.writes === null) {
      frame.scope.names.set(parameter.name, value);
      return;
    }
    state.writes.set(writeKey(frame.scope.id, parameter.name), value);
    frame.scope.boundOnPaths.add(parameter.name);
  };
  for (const parameter of callee.definition.parameters) {
    if (parameter.star === '*') {
      set(parameter, sequence('tuple', inOrder.splice(0), given.open));
    } else if (parameter.star === '**') {
      const entries = [...keyword].map(([name, value]) => [`string:${name}`, { key: constant(name), value }] as const);
      set(parameter, mapping(new Map(entries), given.open));
    } else if (!parameter.keywordOnly && inOrder.length > 0) {
      set(parameter, inOrder.shift() ?? none);
    } else {
      const named = keyword.get(parameter.name);
      keyword.delete(parameter.name);
      set(
        parameter,
        named ??
          spreadField(machine, given, parameter, frame, state) ??
          callee.fallbacks.get(parameter.name) ??
          parameterSymbol(callee, parameter),
      );
    }
  }
}

/** A parameter that the caller may fill, as `**request.get_json()` does. */
function spreadField(
  machine: Machine,
  { spread }: CallArguments,
  { name }: Parameter,
  { calledFrom }: Frame,
  state: State,
): Value | undefined {
  if (spread === undefined || calledFrom === null) return undefined;
  const get: Value = { kind: 'method', receiver: spread, name: 'get' };
  return machine.call(get, positional(constant(name)), calledFrom, state.fork())[0]?.value;
}

function parameterSymbol(callee: FunctionValue, parameter: Parameter): Value {
  const name = callee.definition.kind === 'function' ? callee.definition.name : 'lambda';
  return opaque(`${callee.scope.module.file}:${name}(${parameter.name})`, `the argument ${parameter.name}`);
}
