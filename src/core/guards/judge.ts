import type { Strength, Verdict } from '../analysis/results';
import { asSync, writtenDefinition } from '../semantics/call-function';
import { findMember } from '../semantics/classes';
import { decorations } from '../semantics/definitions';
import { mayGuard } from '../semantics/relevance';
import { then, value as one, type Frame, type Machine, type Outcome, type Site } from '../semantics/machine';
import { mergeOutcomes } from '../semantics/merge';
import { State, type PathEvent } from '../semantics/state';
import {
  mapping,
  constant,
  none,
  noArguments,
  opaque,
  type CallArguments,
  type FunctionValue,
  type Value,
} from '../semantics/values';
import type { Location } from '../text/span';
import { targetOf } from '../flask/class-views';
import type { Project } from '../flask/project';
import { frameOf } from '../flask/project';
import type { HookRegistration } from '../flask/registry';
import { environment, input, type RequestContext } from '../flask/request';
import { hooksOf, type BoundRoute } from '../flask/routes';
import { classifyExit, type Exit } from './exits';
import { strengthOf, type Deciding, type PathStrength } from './strength';

/** One path from the request to its end. */
export interface JudgedPath {
  readonly exit: Exit;
  readonly events: readonly PathEvent[];
  readonly state: State;
  readonly strength: PathStrength;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** Paths on which the view's work is done, weakest first. */
  readonly served: readonly JudgedPath[];
  readonly refused: readonly JudgedPath[];
  readonly hooks: readonly HookRegistration[];
  /** Whether another method might get another verdict. */
  readonly dependsOnMethod: boolean;
  /** Files whose code took part. */
  readonly files: ReadonlySet<string>;
}

const budgetPerRoute = 120_000;

/**
 * Walks every path of a request with one method through a route's hooks, decorators and view. Data that is no credential
 * by its name is followed only when some refusal is not explained by the tests of credentials.
 */
export function judgeRoute(project: Project, route: BoundRoute, method: string): Judgement {
  const judgement = walkBounded(project, route, method, false);
  const isExplained = judgement.refused.every(
    (path) =>
      (path.exit !== 'denied' && path.state.hasReachedView) ||
      path.events.some((event) => event.kind === 'check' && !event.passed),
  );
  return judgement.verdict === 'protected' || isExplained ? judgement : walkBounded(project, route, method, true);
}

/** Code nested beyond the stack cannot be judged: never counted as protected. */
function walkBounded(project: Project, route: BoundRoute, method: string, followsWeak: boolean): Judgement {
  try {
    return walkRoute(project, route, method, followsWeak);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    project.judge.enter = null;
    project.judged.context = null;
    return {
      verdict: 'unverified',
      served: [],
      refused: [],
      hooks: [],
      dependsOnMethod: false,
      files: new Set(project.judge.touched),
    };
  }
}

function walkRoute(project: Project, route: BoundRoute, method: string, followsWeak: boolean): Judgement {
  const machine = project.judge;
  const context: RequestContext = {
    method,
    path: route.path,
    endpoint: route.endpoint,
    blueprint: route.blueprint,
    view: route.view,
    readsMethod: false,
  };
  project.judged.context = context;
  machine.budget.remaining = budgetPerRoute;
  machine.touched.clear();
  const scope = project.modules.load(route.registration.location.file);
  const hooks = hooksOf(project.registry, route);
  if (!scope)
    return { verdict: 'unverified', served: [], refused: [], hooks, dependsOnMethod: false, files: new Set() };
  const site: Site = { location: route.registration.location, frame: frameOf(scope) };
  const targets = targetDefinitions(route, method);
  let readsClass = false;
  if (route.original?.kind === 'class') readsClass = true;
  machine.enter = (callee, given, at, state) => enterView(machine, route, targets, callee, given, at, state);
  const exits = runApp(project, machine, hooks, site, route, State.forking(followsWeak));
  machine.enter = null;
  project.judged.context = null;
  project.judged.proceed = null;
  const paths = exits.map(({ outcome, isView }) => ({
    outcome,
    exit: classifyExit(outcome, isView, project, machine, site),
  }));
  return {
    ...conclude(paths),
    hooks,
    dependsOnMethod: context.readsMethod || readsClass,
    files: new Set(machine.touched),
  };
}

interface End {
  readonly outcome: Outcome;
  /** False when a hook ended the request. */
  readonly isView: boolean;
}

/** The request on its way through middleware, the app's own methods, hooks and the view. */
function runApp(
  project: Project,
  machine: Machine,
  hooks: readonly HookRegistration[],
  site: Site,
  route: BoundRoute,
  state: State,
): End[] {
  const inner = (from: State): End[] => {
    const afterHooks = runHooks(project, machine, hooks, site, route, from);
    return [
      ...afterHooks.refused.map((outcome) => ({ outcome, isView: false })),
      ...afterHooks.passed.flatMap((path) =>
        callView(machine, route, site, path).map((outcome) => ({ outcome, isView: true })),
      ),
    ];
  };
  const outer = outerCalls(route);
  const through = (index: number, from: State): End[] => {
    const step = outer[index];
    if (step === undefined) return inner(from);
    const saved = project.judged.proceed;
    const ends: End[] = [];
    project.judged.proceed = (path) => {
      const own = project.judged.proceed;
      const reached = through(index + 1, path);
      project.judged.proceed = own;
      ends.push(...reached.filter((end) => !end.isView || end.outcome.raised));
      return reached.filter((end) => end.isView && !end.outcome.raised).map((end) => end.outcome);
    };
    from.note({ kind: 'enter', what: step.says, location: step.location });
    const outcomes = machine.call(step.callee, step.arguments, { ...site, location: step.location }, from);
    project.judged.proceed = saved;
    if (!step.isHook) return [...ends, ...outcomes.map((outcome) => ({ outcome, isView: true }))];
    return [
      ...ends,
      ...outcomes.flatMap((outcome): End[] =>
        outcome.raised || refuses(outcome.value) ? [{ outcome, isView: false }] : through(index + 1, outcome.state),
      ),
    ];
  };
  return through(0, state);
}

interface OuterCall {
  readonly callee: Value;
  readonly arguments: CallArguments;
  readonly says: string;
  readonly location: Location;
  /** A `preprocess_request` goes on by giving None; middleware by calling on. */
  readonly isHook: boolean;
}

/** WSGI middleware around the app and methods that a subclass of Flask overrides. https://flask.palletsprojects.com/en/stable/api/#flask.Flask.preprocess_request */
function outerCalls(route: BoundRoute): OuterCall[] {
  const { app } = route;
  if (!app) return [];
  const calls: OuterCall[] = [];
  const middleware = app.value.attributes.get('wsgi_app');
  if (middleware?.kind === 'instance' && middleware.class.kind === 'class') {
    const given: CallArguments = {
      ...noArguments,
      positional: [environment(), opaque('start_response', 'start_response')],
    };
    calls.push({
      callee: middleware,
      arguments: given,
      says: `middleware ${middleware.class.definition.name}`,
      location: middleware.location,
      isHook: false,
    });
  }
  for (const name of ['full_dispatch_request', 'preprocess_request', 'dispatch_request']) {
    const found = findMember(app.value.class, name);
    if (found?.member.kind !== 'function' || found.member.definition.kind !== 'function') continue;
    const location: Location = { file: found.owner.scope.module.file, span: found.member.definition.nameSpan };
    calls.push({
      callee: { kind: 'bound', receiver: app.value, function: found.member },
      arguments: noArguments,
      says: `${found.owner.definition.name}.${name}`,
      location,
      isHook: name === 'preprocess_request',
    });
  }
  return calls;
}

function targetDefinitions(route: BoundRoute, method: string): ReadonlySet<FunctionValue['definition']> {
  const { original } = route;
  if (original?.kind === 'function') return new Set([original.definition]);
  const target = original?.kind === 'class' ? targetOf(original, method) : undefined;
  return new Set(target ? [target] : []);
}

function runHooks(
  project: Project,
  machine: Machine,
  hooks: readonly HookRegistration[],
  site: Site,
  route: BoundRoute,
  from: State,
): { passed: State[]; refused: Outcome[] } {
  let passed: State[] = [from];
  const refused: Outcome[] = [];
  for (const hook of hooks) {
    const next: State[] = [];
    for (const state of passed) {
      const outcomes = runHook(project, machine, hook, site, state, route);
      for (const outcome of outcomes) {
        if (outcome.raised || refuses(outcome.value)) refused.push(outcome);
        else next.push(outcome.state);
      }
    }
    passed = mergeOutcomes(next.map((state) => ({ state, value: none, raised: false }))).map(
      (outcome) => outcome.state,
    );
  }
  return { passed, refused };
}

/** A hook that gives anything but None ends the request with it. */
function refuses(value: Value): boolean {
  if (value.kind === 'constant') return value.value !== null;
  return value.kind !== 'symbol' && value.kind !== 'external' && value.kind !== 'choice';
}

function runHook(
  project: Project,
  machine: Machine,
  hook: HookRegistration,
  site: Site,
  state: State,
  route: BoundRoute,
): Outcome[] {
  let active: State[] = [state];
  const skipped: Outcome[] = [];
  for (const condition of hook.conditions) {
    active = active.flatMap((path) => {
      const other = path.fork();
      path.note({
        kind: 'assume',
        id: condition.id,
        says: condition.says,
        truth: condition.truth,
        isSetting: true,
        location: condition.location,
      });
      other.note({
        kind: 'assume',
        id: condition.id,
        says: condition.says,
        truth: !condition.truth,
        isSetting: true,
        location: condition.location,
      });
      skipped.push(...one(other, none));
      return [path];
    });
  }
  const callee = hook.callee.kind === 'function' ? asSync(hook.callee) : hook.callee;
  const name = calleeText(hook.callee);
  const isPreprocessor = hook.phase === 'preprocessor';
  const given: CallArguments = isPreprocessor
    ? { ...noArguments, positional: [constant(route.endpoint), pathValues(route, site)] }
    : noArguments;
  project;
  return [
    ...skipped,
    ...active.flatMap((path) => {
      path.note({
        kind: 'enter',
        what: `${isPreprocessor ? 'url_value_preprocessor' : 'before_request'} ${name}`,
        location: hook.location,
      });
      return machine
        .call(callee, given, { ...site, location: hook.location }, path)
        .map((outcome) => (isPreprocessor ? { ...outcome, value: none } : outcome));
    }),
  ];
}

function calleeText(value: Value): string {
  if (value.kind === 'function') return value.definition.kind === 'function' ? value.definition.name : 'a lambda';
  if (value.kind === 'bound') return calleeText(value.function);
  if (value.kind === 'decorated') return calleeText(value.inner);
  return 'a hook';
}

function pathValues(route: BoundRoute, site: Site): Value {
  const entries = pathParameters(route.path).map(
    (name) => [`string:${name}`, { key: constant(name), value: pathInput(name, site) }] as const,
  );
  return mapping(new Map(entries));
}

function pathParameters(path: string): string[] {
  return [...path.matchAll(/<(?:[^<>:]+:)?([A-Za-z_]\w*)>/g)].map((match) => match[1] ?? '');
}

function pathInput(name: string, site: Site): Value {
  return input({ source: 'path', name, isCredential: /token|secret|api_?key|signature/i.test(name) }, site, false);
}

function callView(machine: Machine, route: BoundRoute, site: Site, state: State): Outcome[] {
  const keyword = new Map(pathParameters(route.path).map((name) => [name, pathInput(name, site)]));
  const given: CallArguments = { positional: [], keyword, open: route.path.includes('…') };
  let view = route.view.kind === 'function' ? asSync(route.view) : route.view;
  if (view.kind === 'class')
    view = { kind: 'native', name: 'flask.class_view', data: [view], location: null, arguments: noArguments };
  for (const object of route.chain) {
    for (const decorator of object.decorators ? machine.iterate(object.decorators, site, state).items : []) {
      const outcome: Outcome | undefined = machine
        .call(decorator, { positional: [view], keyword: new Map(), open: false }, site, state)
        .find((candidate) => !candidate.raised);
      if (outcome) view = outcome.value;
    }
  }
  return then(machine.call(view, given, site, state), (result, path) =>
    result.kind === 'native' && result.name === 'coroutine' && result.data[0]
      ? machine.call(result.data[0], result.arguments ?? noArguments, site, path)
      : one(path, result),
  );
}

/** The view is reached: from here on it is its own code that may still refuse. */
function enterView(
  machine: Machine,
  route: BoundRoute,
  targets: ReadonlySet<FunctionValue['definition']>,
  callee: FunctionValue,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  const definition = writtenDefinition(callee.definition);
  if (!targets.has(definition)) {
    noteDecorator(route, callee, state);
    return undefined;
  }
  const location: Location = {
    file: callee.scope.module.file,
    span: definition.kind === 'function' ? definition.nameSpan : definition,
  };
  state.note({ kind: 'view', location });
  if (
    strengthOf(state.history(), state, { denying: new Set(), idle: new Set(), unreadable: new Map() }).rank >= 4 ||
    (!mayGuard(machine, callee, state) && !hasHelpers(given))
  ) {
    state.note({ kind: 'enter', what: 'after the view', location, exit: unwalkedView });
    return one(state, opaque('the view', 'what the view returns'));
  }
  const body = asSync(callee);
  const { enter } = machine;
  machine.enter = (inner, innerGiven, at, path) =>
    targets.has(writtenDefinition(inner.definition)) ? undefined : enter?.(inner, innerGiven, at, path);
  const outcomes = machine.call(
    body,
    given,
    { ...site, frame: { ...site.frame, tryDepth: site.frame.tryDepth } satisfies Frame },
    state,
  );
  machine.enter = enter;
  for (const outcome of outcomes)
    outcome.state.note({ kind: 'enter', what: 'after the view', location, exit: outcome.state.lastReturn });
  return outcomes;
}

function hasHelpers(given: CallArguments): boolean {
  return [...given.positional, ...given.keyword.values()].some(
    (value) =>
      value.kind === 'function' || (value.kind === 'symbol' && value.nature !== 'input' && value.origins.length > 0),
  );
}

function noteDecorator(route: BoundRoute, callee: FunctionValue, state: State): void {
  const { original } = route;
  if (original?.kind !== 'function' || original.definition.kind !== 'function') return;
  const applied = decorations.get(original.definition)?.find((decoration) => decoration.after === callee);
  if (applied)
    state.note({
      kind: 'enter',
      what: 'decorator',
      location: {
        file: original.scope.module.file,
        span: { start: applied.decorator.start, end: applied.decorator.end },
      },
    });
}

function conclude(paths: readonly { outcome: Outcome; exit: Exit }[]): {
  verdict: Verdict;
  served: JudgedPath[];
  refused: JudgedPath[];
} {
  const denied = decidingChecks(paths);
  const judged = paths.map(({ outcome, exit }): JudgedPath => {
    const events = outcome.state.history();
    return { exit, events, state: outcome.state, strength: strengthOf(events, outcome.state, denied) };
  });
  const lateRefusals = judged.filter(
    (path) => path.exit === 'denied' && path.strength.workedBefore && path.strength.rank < 4,
  );
  let served = judged.filter((path) => path.exit === 'served');
  if (served.length === 0) served = judged.filter((path) => path.exit === 'redirect');
  served = [...served, ...lateRefusals.map((path) => ({ ...path, strength: { ...path.strength, rank: 3 } }))].sort(
    (left, right) => left.strength.rank - right.strength.rank,
  );
  const refused = judged.filter((path) => path.exit === 'denied' || path.exit === 'error');
  return { verdict: verdictOf(served, refused), served, refused };
}

function verdictOf(served: readonly JudgedPath[], refused: readonly JudgedPath[]): Verdict {
  if (served.length === 0) {
    // A guard that ends in something unknown before the view may or may not let callers in.
    if (
      refused.length > 0 &&
      refused.every((path) => !path.state.hasReachedView) &&
      refused.some((path) => path.exit === 'error')
    )
      return 'unverified';
    return refused.some((path) => path.exit === 'denied') ? 'protected' : 'unprotected';
  }
  const ranks = served.map((path) => path.strength.rank);
  const least = Math.min(...ranks);
  const most = Math.max(...ranks);
  if (least >= 4) return 'protected';
  if (most >= 3) return least === 2 && !ranks.includes(3) ? 'unverified' : 'conditional';
  if (most === 2) return least === 2 ? 'unverified' : 'conditional';
  return most === 1 ? 'presence-only' : 'unprotected';
}

/** Words of questions about the caller, and of others that end in a refusal as well. */
const asksWho =
  /log(?:ged)?_?in|auth|permission|role|admin|\bcan_|allow|access|token|identity|session|api_?key|credential|valid_user|current_user/i;
const asksElse = /csrf|banned|blocked|locale|origin|referer|expired|maintenance/i;

/** Checks that decide something: their passing and their failing do not lead to the same ends. */
function decidingChecks(paths: readonly { outcome: Outcome; exit: Exit }[]): Deciding {
  const passing = new Map<string, Set<string>>();
  const failing = new Map<string, Set<string>>();
  const denying = new Set<string>();
  const unreadable = new Map<string, boolean>();
  for (const { outcome, exit } of paths) {
    // Anything may fail at any time; such ends say nothing about a check.
    if (
      outcome.raised &&
      outcome.value.kind === 'exception' &&
      outcome.value.isImplicit &&
      outcome.value.name === 'unknown'
    )
      continue;
    const history = outcome.state.history();
    const end = exit === 'served' || exit === 'redirect' ? `${exit} ${endOf(history)}` : 'refused';
    const decision = history.findLast((event) => event.kind === 'check' || event.kind === 'assume');
    if (exit === 'denied' && decision?.kind === 'check' && !decision.passed) denying.add(decision.check.id);
    if (
      exit === 'denied' &&
      decision?.kind === 'assume' &&
      !decision.isSetting &&
      asksWho.test(decision.says) &&
      !asksElse.test(decision.says)
    )
      unreadable.set(decision.id, decision.truth);
    for (const event of history) {
      if (event.kind !== 'check') continue;
      const ends = event.passed ? passing : failing;
      ends.set(event.check.id, (ends.get(event.check.id) ?? new Set()).add(end));
    }
  }
  const idle = new Set<string>();
  for (const [id, ends] of passing) {
    const others = failing.get(id);
    if (others && sameEnds(ends, others)) idle.add(id);
  }
  return { denying, idle, unreadable };
}

const unwalkedView = 'the view';

/** A view that was not walked because nothing in it could matter any more ends wherever the other paths end. */
function sameEnds(ends: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const isUnwalked = [...ends, ...others].some((end) => end.endsWith(` ${unwalkedView}`));
  const known = (set: ReadonlySet<string>): ReadonlySet<string> =>
    isUnwalked ? new Set([...set].map((end) => (end === 'refused' ? end : 'served'))) : set;
  const [left, right] = [known(ends), known(others)];
  return left.size === right.size && [...left].every((end) => right.has(end));
}

function endOf(history: readonly PathEvent[]): string {
  const left = history.findLast((event) => event.kind === 'enter' && event.what === 'after the view');
  return left?.kind === 'enter' ? (left.exit ?? '') : '';
}

/** Strength of a rank, for reports. */
export function strengthName(rank: number): Strength {
  return rank >= 3 ? 'validated' : rank === 2 ? 'unverified' : rank === 1 ? 'present' : 'none';
}
