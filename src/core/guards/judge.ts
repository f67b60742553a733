import type { Verdict } from '../results/results';
import type { Project } from '../flask/project';
import type { HookRegistration } from '../flask/registry';
import { RequestContext } from '../flask/requests/request-context';
import { afterHooksOf, type BoundRoute, hooksOf } from '../flask/registration/routes';
import { moduleFrame, type Machine, type Outcome, type Site } from '../semantics/machine';
import { forgetRelevance } from '../semantics/paths/relevance';
import { State } from '../semantics/paths/state';
import type { FunctionValue } from '../semantics/values/values';
import { conclude } from './conclude';
import type { JudgedPath } from './judged-path';
import { exitsOf, failuresIn } from './exits';
import { type HookEnds, refuses, runAfterHooks, runHooks } from './hooks';
import { openedSessions, type Opening } from './open-sessions';
import { outerCalls } from './middleware';
import { ownGlobals } from './own-globals';
import { fixedPath, pathParameters } from './path-parameters';
import { RequestMemo } from './request-memo';
import { RunMemo } from './run-memo';
import { anythingDecides, type Deciding, nothingDecided } from './strength';
import { callView, enterView, targetDefinitions, viewFunction } from './view';

/** The verdict on one route and method, with the paths that it rests on. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Paths on which the view's work is done, weakest first. */
  readonly served: readonly JudgedPath[];
  readonly refused: readonly JudgedPath[];
  /** The view was not walked for those who are served, and what it gave others may be what it gives everybody. */
  readonly isAmbiguous: boolean;
  /** The view was not walked for some who are served, since they were validated by what turned out to decide nothing. */
  readonly isHasty: boolean;
  readonly hooks: readonly HookRegistration[];
  /** Whether another method might get another verdict. */
  readonly dependsOnMethod: boolean;
  /** Functions whose code took part. */
  readonly touched: ReadonlySet<FunctionValue['definition']>;
  /** Session values that it puts in for anybody. */
  readonly opens: ReadonlyMap<string, Opening>;
  /** Session values that it asked for. */
  readonly sessions: ReadonlySet<string>;
  /** Keys of what those leave behind for later requests who are served. */
  readonly kept: ReadonlySet<string>;
}

/** What is said of a route whose code could not be followed. */
const unwalked: Judgement = {
  verdict: 'unverified',
  served: [],
  refused: [],
  isAmbiguous: false,
  isHasty: false,
  hooks: [],
  dependsOnMethod: false,
  touched: new Set(),
  opens: new Map(),
  sessions: new Set(),
  kept: new Set(),
};

/** Paths that became one are told apart again at their end, up to this number. */
const mostHistories = 24;

const budgetPerRoute = 80_000;
/** A route whose walk took more steps is not walked again for what may make little difference: that would take several times as long. */
const mostForAnotherWalk = 2_000;

/** Whether the last walk took so few steps that another one costs little. */
function wasShort({ project }: Walk): boolean {
  return budgetPerRoute - project.judge.budget.remaining <= mostForAnotherWalk;
}

/** Verdicts, and ends of hooks, that one project's routes share. */
interface Memos {
  readonly judgements: RequestMemo<Judgement>;
  readonly hooks: RequestMemo<HookEnds>;
  readonly runs: RunMemo;
}

const allMemos = new WeakMap<Machine, Memos>();

function memosOf(machine: Machine): Memos {
  const known = allMemos.get(machine);
  if (known) return known;
  const memos: Memos = { judgements: new RequestMemo(), hooks: new RequestMemo(), runs: new RunMemo(machine) };
  allMemos.set(machine, memos);
  return memos;
}

/**
 * Walks every path of a request with one method through a route's hooks, decorators and view; once for all rules of one
 * view, unless the code asks which of them it is.
 */
export function judgeRoute(project: Project, route: BoundRoute, method: string): Judgement {
  const machine = project.judge;
  machine.touched.clear();
  const { view, path, endpoint, blueprint } = route;
  const context = new RequestContext(
    { method, path, fixedPath: fixedPath(path), endpoint, blueprint, view: viewFunction(view) },
    project.judged.openSessions,
  );
  const known = memosOf(machine);
  const hooks = hooksOf(project.registry, route);
  const { registration, original, app, chain } = route;
  const parameters = JSON.stringify(pathParameters(path));
  const subject = [
    view,
    original,
    app,
    registration.via,
    registration.location.file,
    parameters,
    ...chain,
    '',
    ...hooks,
    ...afterHooksOf(project.registry, route),
  ];
  // A class is dispatched by method, whether its code asks for it or not.
  if (original?.kind === 'class') subject.push(context.method);
  return known.judgements.remember(machine, context, subject, () =>
    walkKnowingGlobals({ project, route, context, hooks, memos: known, settled: anythingDecides, kept: new Set() }),
  );
}

/** What the route's own code sets on `flask.g` on some path is on the others not set by anybody else. */
function walkKnowingGlobals(walk: Walk): Judgement {
  const judgement = walkTwice(walk);
  walk.context.ownGlobals = ownGlobals(judgement.touched, walk.context.globals);
  return walk.context.ownGlobals.size === 0 ? judgement : walkTwice(walk);
}

/** Forgets all that was found out about code that was edited. */
export function forgetJudgements(machine: Machine, edited: Judgement['touched']): void {
  const known = allMemos.get(machine);
  known?.judgements.forget(edited);
  known?.hooks.forget(edited);
  known?.runs.clear();
  forgetRelevance(machine, edited);
}

/** Forgets what helps only while many routes are judged one after the other. */
export function endJudging(machine: Machine): void {
  allMemos.get(machine)?.runs.clear();
}

/** One request on its way through one route. */
interface Walk {
  readonly project: Project;
  readonly route: BoundRoute;
  readonly context: RequestContext;
  readonly hooks: readonly HookRegistration[];
  readonly memos: Memos;
  /** What was validated before the view for whom it is not walked; null: it is walked for everybody. */
  readonly settled: Deciding | null;
  /** Keys of what former requests may have left behind. */
  readonly kept: ReadonlySet<string>;
}

/** Data that is no credential by its name is followed only when some refusal may rest on a test of such. */
function walkTwice(walk: Walk): Judgement {
  const judgement = walkUnambiguously(walk, false);
  // A walk that follows more takes several times the steps.
  const isLong = walk.project.judge.budget.isScarce;
  const isEnough = judgement.refused.every(isExplained) && !judgement.served.some((path) => path.mayRefuse);
  return judgement.verdict === 'protected' || isLong || isEnough ? judgement : walkUnambiguously(walk, true);
}

/**
 * The view is walked for a validated caller as well where what was validated decided nothing, or where its answers to
 * others do not tell a refusal from its work.
 */
function walkUnambiguously(walk: Walk, followsWeak: boolean): Judgement {
  const hopeful = walkAgain(walk, followsWeak);
  const first = hopeful.isHasty ? walkAgain({ ...walk, settled: nothingDecided }, followsWeak) : hopeful;
  return first.isAmbiguous && (first.verdict === 'protected' || wasShort(walk))
    ? walkAgain({ ...walk, settled: null }, followsWeak)
    : first;
}

/** What the first caller leaves behind, such as an answer in a cache, the next one may be given. */
function walkAgain(walk: Walk, followsWeak: boolean): Judgement {
  const first = walkBounded(walk, followsWeak);
  return first.verdict === 'protected' && first.kept.size > 0 && wasShort(walk)
    ? walkBounded({ ...walk, kept: first.kept }, followsWeak)
    : first;
}

/** Whether the last test before a refusal, of those that may be of the caller, is one that was followed. */
function isExplained({ exit, events, hasReachedView }: JudgedPath): boolean {
  if (exit !== 'denied' && hasReachedView) return true;
  const last = events.findLast(
    (event) => (event.kind === 'check' && !event.passed) || (event.kind === 'assume' && event.unfollowed !== undefined),
  );
  return last?.kind === 'check';
}

/** Code nested beyond the stack cannot be judged: never counted as protected. */
function walkBounded(walk: Walk, followsWeak: boolean): Judgement {
  const { project } = walk;
  try {
    return walkRoute(walk, followsWeak);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    project.judge.enter = null;
    project.judge.memo = null;
    project.judged.context = null;
    return { ...unwalked, touched: new Set(project.judge.touched) };
  }
}

function walkRoute(walk: Walk, followsWeak: boolean): Judgement {
  const { project, route, context, hooks } = walk;
  const machine = project.judge;
  project.judged.context = context;
  machine.budget.remaining = budgetPerRoute;
  const scope = project.modules.load(route.registration.location.file);
  if (!scope) return { ...unwalked, hooks };
  const site: Site = { location: route.registration.location, frame: moduleFrame(scope) };
  const targets = targetDefinitions(route, context.peek('method'));
  machine.enter = (callee, given, at, state) =>
    enterView({ machine, route, targets, settled: walk.settled }, callee, given, at, state);
  walk.memos.runs.begin(context, route.original, targets);
  const exits = runApp(walk, machine, site, State.forking(followsWeak, walk.kept));
  machine.enter = null;
  project.judged.context = null;
  project.judged.proceed = null;
  const paths = exits.flatMap(({ outcome, isView }) => {
    const exitWhen = exitsOf(outcome, isView, project, machine, site);
    return outcome.state
      .histories(mostHistories)
      .map((events) => ({ outcome, events, exit: exitWhen(failuresIn(events)) }));
  });
  const conclusion = conclude(paths);
  // Paths that ended for want of steps may be those that serve anybody.
  const isCutShort = conclusion.verdict === 'protected' && machine.budget.remaining <= 0;
  return {
    hooks,
    ...conclusion,
    verdict: isCutShort ? 'unverified' : conclusion.verdict,
    dependsOnMethod: context.asked.has('method') || route.original?.kind === 'class',
    touched: new Set(machine.touched),
    opens: openedSessions(paths),
    sessions: context.sessions,
    kept: new Set(paths.flatMap(({ exit, outcome }) => (exit === 'served' ? outcome.state.writesForGood() : []))),
  };
}

interface End {
  readonly outcome: Outcome;
  /** False when a hook ended the request. */
  readonly isView: boolean;
}

/** Hooks that meet a request before any other code: an app's are the same for its routes, and are walked once for all. */
function runFirstHooks({ context, hooks, memos }: Walk, machine: Machine, site: Site, from: State): HookEnds {
  const ends = memos.hooks.remember(machine, context, [from.followsWeak, [...from.kept].join(), ...hooks], () =>
    runHooks(machine, hooks, site, context, from),
  );
  return {
    passed: ends.passed.map((path) => path.resume()),
    refused: ends.refused.map((outcome) => ({ ...outcome, state: outcome.state.resume() })),
  };
}

/** The request on its way through middleware, the app's own methods, hooks and the view. */
function runApp(walk: Walk, machine: Machine, site: Site, state: State): End[] {
  const { project, route, context, hooks } = walk;
  const outer = outerCalls(route);
  const after = afterHooksOf(project.registry, route);
  const inner = (from: State): End[] => {
    // What goes on with the request when middleware calls the app is not what was asked of that middleware's path.
    machine.memo = walk.memos.runs;
    const afterHooks =
      outer.length === 0 ? runFirstHooks(walk, machine, site, from) : runHooks(machine, hooks, site, context, from);
    const ends = [
      ...afterHooks.refused.map((outcome) => ({ outcome, isView: false })),
      ...afterHooks.passed.flatMap((path) =>
        callView(machine, route, site, path)
          .flatMap((outcome) => runAfterHooks(machine, after, site, outcome))
          .map((outcome) => ({ outcome, isView: true })),
      ),
    ];
    machine.memo = null;
    return ends;
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
