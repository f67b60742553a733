import type { HookRegistration } from '../flask/registry';
import type { RequestContext } from '../flask/requests/request-context';
import { asSync } from '../semantics/calls/deferred-bodies';
import { type Condition, type Machine, type Outcome, type Site, evaluated } from '../semantics/machine';
import { mergeOutcomes, mergeStrong } from '../semantics/paths/merge';
import type { State } from '../semantics/paths/state';
import { type CallArguments, type Value, constant, mapping, none, opaque } from '../semantics/values/values';
import { noArguments, positional } from '../semantics/values/call-arguments';
import { mayEndRequest } from '../semantics/paths/relevance';
import { toResponse } from '../flask/requests/responses';
import { isDenial } from './exits';
import { pathInput, pathParameters } from './path-parameters';

/** Ends of all hooks of a request, on every path. */
export interface HookEnds {
  readonly passed: readonly State[];
  readonly refused: readonly Outcome[];
}

/** Runs hooks in their order; one that refuses ends the path. */
export function runHooks(
  machine: Machine,
  hooks: readonly HookRegistration[],
  site: Site,
  context: RequestContext,
  from: State,
): HookEnds {
  let passed: State[] = [from];
  const refused: Outcome[] = [];
  for (const hook of hooks) {
    const next: State[] = [];
    for (const state of passed) {
      const outcomes = runHook(machine, hook, site, state, context);
      const isRefusal = (outcome: Outcome): boolean => outcome.raised || refuses(outcome.value);
      refused.push(...outcomes.filter(isRefusal));
      next.push(...outcomes.filter((outcome) => !isRefusal(outcome)).map((outcome) => outcome.state));
    }
    passed = mergePassed(next, machine);
  }
  return { passed, refused };
}

/** More paths than these go on to the view as those only that differ in strong checks: the view is walked for each. */
const mostPathsToView = 4;

function mergePassed(states: readonly State[], machine: Machine): State[] {
  const merged = mergeOutcomes(
    states.map((state) => ({ state, value: none, raised: false })),
    machine,
  ).map(({ state }) => state);
  return merged.length > mostPathsToView ? mergeStrong(merged) : merged;
}

/** A hook that gives anything but None ends the request with it. */
export function refuses(value: Value): boolean {
  if (value.kind === 'constant') return value.value !== null;
  return value.kind !== 'symbol' && value.kind !== 'external' && value.kind !== 'choice';
}

function runHook(
  machine: Machine,
  hook: HookRegistration,
  site: Site,
  state: State,
  context: RequestContext,
): Outcome[] {
  const skipped = hook.conditions.flatMap((condition) => evaluated(withoutHook(state, condition), none));
  const callee = hook.callee.kind === 'function' ? asSync(hook.callee) : hook.callee;
  noteHook(hook, phaseNames[hook.phase], state);
  const given = givenTo(hook, site, context);
  const called = machine.call(callee, given, { ...site, location: hook.location }, state);
  const isAnswer = hook.phase === 'before';
  return [...skipped, ...called.map((outcome) => (isAnswer || outcome.raised ? outcome : { ...outcome, value: none }))];
}

const phaseNames: Readonly<Record<HookRegistration['phase'], string>> = {
  started: 'request_started',
  preprocessor: 'url_value_preprocessor',
  before: 'before_request',
  after: 'after_request',
};

function givenTo({ phase, target }: HookRegistration, site: Site, context: RequestContext): CallArguments {
  if (phase === 'preprocessor') return positional(constant(context.endpoint), pathValues(context, site));
  return phase === 'started' ? positional(target ?? opaque('sender', 'the app')) : noArguments;
}

function noteHook({ callee, location }: HookRegistration, what: string, state: State): void {
  state.note({ kind: 'enter', what: `${what} ${calleeText(callee)}`, location });
}

/**
 * Gives a response to the hooks that come after the view; a refusal of theirs takes its place, though the work is done.
 * Those that refuse nobody are not run. https://flask.palletsprojects.com/en/stable/api/#flask.Flask.after_request
 */
export function runAfterHooks(
  machine: Machine,
  hooks: readonly HookRegistration[],
  site: Site,
  end: Outcome,
): Outcome[] {
  const refusing = hooks.filter(({ callee }) => callee.kind === 'function' && mayEndRequest(callee.definition));
  return refusing.reduce<Outcome[]>(
    (ends, hook) =>
      ends.flatMap((outcome) => (outcome.raised ? [outcome] : runAfterHook(machine, hook, site, outcome))),
    [end],
  );
}

function runAfterHook(machine: Machine, hook: HookRegistration, site: Site, { value, state }: Outcome): Outcome[] {
  const response = toResponse(value, hook.location);
  const skipped = hook.conditions.map((condition): Outcome => ({
    state: withoutHook(state, condition),
    value,
    raised: false,
  }));
  noteHook(hook, phaseNames.after, state);
  const called = machine.call(hook.callee, positional(response), { ...site, location: hook.location }, state);
  const isOther = (answer: Outcome): boolean => answer.raised || isDenial(toResponse(answer.value, hook.location));
  return [...skipped, ...called.map((answer) => (isOther(answer) ? answer : { ...answer, value }))];
}

/** Notes on a path that the hook is registered; gives the path of a deployment in which it is not. */
function withoutHook(registered: State, { id, says, truth, location }: Condition): State {
  const other = registered.fork();
  registered.note({ kind: 'assume', id, says, truth, isSetting: true, location });
  other.note({ kind: 'assume', id, says, truth: !truth, isSetting: true, location });
  return other;
}

/** By the name that the project reads: what a decorator put around a hook has one of its own. */
function calleeText(value: Value): string {
  if (value.kind === 'function' && value.wraps) return calleeText(value.wraps);
  if (value.kind === 'function') return value.definition.kind === 'function' ? value.definition.name : 'a lambda';
  if (value.kind === 'bound') return calleeText(value.function);
  if (value.kind === 'decorated') return calleeText(value.inner);
  return 'a hook';
}

function pathValues({ path }: RequestContext, site: Site): Value {
  const entries = pathParameters(path).map(
    (parameter) =>
      [`string:${parameter.name}`, { key: constant(parameter.name), value: pathInput(parameter, site) }] as const,
  );
  return mapping(new Map(entries));
}
