import type { Verdict } from '../analysis/results';
import { type Project, frameOf } from '../flask/project';
import type { HookRegistration } from '../flask/registry';
import { RequestContext } from '../flask/request-context';
import { type BoundRoute, hooksOf } from '../flask/routes';
import type { Machine, Outcome, Site } from '../semantics/machine';
import { State } from '../semantics/state';
import { type JudgedPath, conclude } from './conclude';
import { classifyExit } from './exits';
import { type HookEnds, rememberHooks } from './hook-memo';
import { refuses, runHooks } from './hooks';
import { outerCalls } from './middleware';
import { callView, enterView, targetDefinitions } from './view';

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
  project.judge.touched.clear();
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
  const context = new RequestContext({
    method,
    path: route.path,
    endpoint: route.endpoint,
    blueprint: route.blueprint,
    view: route.view,
  });
  project.judged.context = context;
  machine.budget.remaining = budgetPerRoute;
  const scope = project.modules.load(route.registration.location.file);
  const hooks = hooksOf(project.registry, route);
  if (!scope)
    return { verdict: 'unverified', served: [], refused: [], hooks, dependsOnMethod: false, files: new Set() };
  const site: Site = { location: route.registration.location, frame: frameOf(scope) };
  const targets = targetDefinitions(route, method);
  let readsClass = false;
  if (route.original?.kind === 'class') readsClass = true;
  machine.enter = (callee, given, at, state) => enterView(machine, route, targets, callee, given, at, state);
  const exits = runApp(project, machine, context, hooks, site, route, State.forking(followsWeak));
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
    dependsOnMethod: context.asked.has('method') || readsClass,
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
  context: RequestContext,
  hooks: readonly HookRegistration[],
  site: Site,
  route: BoundRoute,
  state: State,
): End[] {
  const outer = outerCalls(route);
  const inner = (from: State): End[] => {
    const walk = (): HookEnds => runHooks(machine, hooks, site, context, from);
    const isFirst = outer.length === 0;
    const afterHooks = isFirst ? rememberHooks(machine, context, hooks, from, walk) : walk();
    return [
      ...afterHooks.refused.map((outcome) => ({ outcome, isView: false })),
      ...afterHooks.passed.flatMap((path) =>
        callView(machine, route, site, path).map((outcome) => ({ outcome, isView: true })),
      ),
    ];
  };
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
