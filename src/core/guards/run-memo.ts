import type { BoundRoute } from '../flask/registration/routes';
import type { Question, RequestContext } from '../flask/requests/request-context';
import { writtenDefinition } from '../semantics/calls/deferred-bodies';
import type { CallMemo, Machine, Outcome, Run, Site } from '../semantics/machine';
import {
  type Change,
  changeSince,
  type Knowledge,
  listen,
  type MovedEvents,
  noteAsked,
  repeat,
} from '../semantics/paths/change';
import { noReturn, type State } from '../semantics/paths/state';
import { Touched } from '../semantics/paths/touched';
import { decorations } from '../semantics/statements/definitions';
import { areAlike, holdNew, isAlike, type Moment, now } from '../semantics/values/alike';
import { freshId, type FunctionValue, type Value } from '../semantics/values/values';

type Definition = FunctionValue['definition'];

/** What is shorter is run again about as fast as it is found. */
const fewestSteps = 150;
/** Runs kept of one function. */
const mostRuns = 16;
/** Runs kept of all: each holds what was known on all its paths. */
const mostKept = 200;
/** Look-ups in vain, beyond those that were not, before a function is taken to be different each time. */
const mostMisses = 12;
/** Depth beyond which calls are followed no more; see `callFunction`. */
const deepestCall = 14;

/** One end of a run. */
interface End {
  readonly value: Value;
  readonly raised: boolean;
  readonly change: Change;
}

/** What a run asked of its path and of the request, and what it did. */
interface FormerRun {
  readonly run: Omit<Run, 'state'>;
  readonly before: Pick<State, 'viewDepth' | 'isSettled' | 'hasWorked' | 'followsWeak'>;
  readonly answers: Knowledge;
  readonly asked: ReadonlyMap<Question, unknown>;
  readonly touched: ReadonlySet<Definition>;
  readonly deepest: number;
  readonly ends: readonly End[];
  readonly steps: number;
  /** Fewer paths were told apart, all the time. */
  readonly wasScarce: boolean;
}

/** What is known of one function's runs. */
interface FunctionRuns {
  readonly former: FormerRun[];
  isWorthwhile: boolean;
  hits: number;
  misses: number;
}

/**
 * Long runs of functions, remembered while routes are judged: what asks the same of the path and of the request, and is
 * answered the same, does the same. Only functions of which that is often true are remembered.
 */
export class RunMemo implements CallMemo {
  private readonly functions = new Map<Definition, FunctionRuns>();
  private kept = 0;
  private context: RequestContext | null = null;
  /** Functions that mean something of their own to the route that is judged. */
  private own: ReadonlySet<Definition> = new Set();

  constructor(private readonly machine: Machine) {}

  /** A walk begins: what means something to its route is not taken over from another one. */
  begin(context: RequestContext, original: BoundRoute['original'], targets: ReadonlySet<Definition>): void {
    this.context = context;
    this.own = new Set([...targets, ...(original?.kind === 'function' ? decorationsOf(original) : [])]);
  }

  /** Forgets all runs: they take memory, and code may be edited. */
  clear(): void {
    this.functions.clear();
    this.kept = 0;
  }

  remember(run: Run, compute: () => Outcome[]): Outcome[] {
    const { context, machine } = this;
    const { definition } = run.callee;
    if (context === null || this.own.has(definition) || writtenDefinition(definition) !== definition) return compute();
    const runs = this.functions.get(definition) ?? { former: [], isWorthwhile: false, hits: 0, misses: 0 };
    this.functions.set(definition, runs);
    if (!runs.isWorthwhile) {
      const steps = machine.budget.remaining;
      const outcomes = compute();
      runs.isWorthwhile = steps - machine.budget.remaining >= fewestSteps;
      return outcomes;
    }
    if (runs.misses > mostMisses + runs.hits) return compute();
    const former = runs.former.find((one) => this.isSame(one, run, context));
    if (former) {
      runs.hits++;
      return this.takeOver(former, run, context);
    }
    if (run.state.kept.size === 0) runs.misses++;
    return this.record(run, context, runs.former, compute);
  }

  private isSame({ run: other, before, ...former }: FormerRun, run: Run, context: RequestContext): boolean {
    const { state, site } = run;
    const deeper = site.frame.depth - other.site.frame.depth;
    return (
      other.callee.id === run.callee.id &&
      other.site.frame.tryDepth > 0 === site.frame.tryDepth > 0 &&
      before.isSettled === state.isSettled &&
      before.hasWorked === state.hasWorked &&
      before.followsWeak === state.followsWeak &&
      isSameDepth(other.site, before, site, state) &&
      (deeper === 0 || former.deepest + Math.max(deeper, 0) <= deepestCall) &&
      former.steps < this.machine.budget.remaining &&
      former.wasScarce === this.machine.budget.isScarce &&
      former.wasScarce === this.machine.budget.isScarceAfter(former.steps) &&
      isAlike(other.receiver, run.receiver) &&
      areAlike(other.given, run.given) &&
      [...former.asked].every(([field, answer]) => context.answer(field) === answer) &&
      this.isIndependent(former.touched, run) &&
      !former.ends.some(({ change }) => [...change.taken.keys()].some((one) => state.taken.has(one))) &&
      answersAlike(former.answers, state)
    );
  }

  /** What a function does that is running already, or that is the route's own, depends on more than what was asked. */
  private isIndependent(touched: ReadonlySet<Definition>, { site }: Run): boolean {
    for (const definition of this.own) if (touched.has(definition)) return false;
    return !site.frame.stack.some((running) => touched.has(writtenDefinition(running)));
  }

  private takeOver(former: FormerRun, { state, site }: Run, context: RequestContext): Outcome[] {
    const { machine } = this;
    machine.budget.remaining -= former.steps;
    machine.touched.addAll(former.touched);
    machine.touched.reach(former.deepest + site.frame.depth - former.run.site.frame.depth);
    for (const field of former.asked.keys()) context.asked.add(field);
    noteAsked(former.answers);
    const paths = former.ends.map((_, at) => (at === former.ends.length - 1 ? state : state.fork()));
    const moved: MovedEvents = new Map([[former.ends[0]?.change.from ?? null, state.events]]);
    return former.ends.map(({ change, value, raised }, at) => {
      const path = paths[at] ?? state;
      repeat(change, path, moved);
      return { state: path, value, raised };
    });
  }

  private record(run: Run, context: RequestContext, known: FormerRun[], compute: () => Outcome[]): Outcome[] {
    const { machine } = this;
    const { callee, given, receiver, site } = run;
    const before = run.state.fork();
    const [since, steps, outer] = [now(), machine.budget.remaining, machine.touched];
    const wasScarce = machine.budget.isScarce;
    const askedBefore = context.startAsking();
    // So that it shows where none runs.
    run.state.lastReturn = noReturn;
    machine.touched = new Touched();
    try {
      const [outcomes, answers] = listen(before, compute);
      const spent = steps - machine.budget.remaining;
      const touched = new Set(machine.touched);
      // What a former request left behind, others may not find.
      const asksOfFormer = [...answers.writes.keys()].some((key) => run.state.isKept(key));
      const isWhole = machine.budget.remaining > 0 && machine.budget.isScarce === wasScarce;
      if (spent >= fewestSteps && isWhole && !asksOfFormer && this.isIndependent(touched, run)) {
        known.push({
          run: { callee, given, receiver, site },
          before,
          answers: { ...answers, writes: withoutNew(answers.writes, since) },
          asked: new Map([...context.asked].map((field) => [field, context.answer(field)])),
          touched,
          deepest: machine.touched.deepest,
          ends: endsOf(outcomes, before, since),
          steps: spent,
          wasScarce,
        });
        if (known.length > mostRuns) known.shift();
        else this.kept++;
        if (this.kept > mostKept) this.clear();
      }
      for (const { state } of outcomes) if (state.lastReturn === noReturn) state.lastReturn = before.lastReturn;
      return outcomes;
    } finally {
      outer.addAll(new Set(machine.touched));
      outer.reach(machine.touched.deepest);
      machine.touched = outer;
      context.stopAsking(askedBefore);
    }
  }
}

/** The ends of the view itself are told apart by the depth at which it runs: code that it calls runs deeper. */
function isSameDepth(former: Site, before: FormerRun['before'], site: Site, { viewDepth }: State): boolean {
  if (before.viewDepth === null || viewDepth === null) return before.viewDepth === viewDepth;
  const isBelow = former.frame.depth >= before.viewDepth && site.frame.depth >= viewDepth;
  return isBelow || (before.viewDepth === viewDepth && former.frame.depth === site.frame.depth);
}

function answersAlike({ writes, assumptions, fields }: Knowledge, state: State): boolean {
  for (const [id, truth] of assumptions) if (state.assumptions.peek(id) !== truth) return false;
  for (const [id, sent] of fields) if (state.fields.peek(id) !== sent) return false;
  for (const [key, item] of writes) if (state.isKept(key) || !isAlike(state.writes?.peek(key), item)) return false;
  return true;
}

/** What belongs to objects that were made since, nobody knew before. */
function withoutNew(writes: Knowledge['writes'], since: Moment): Knowledge['writes'] {
  return new Map([...writes].filter(([key]) => !isOfNew(key, since)));
}

function isOfNew(key: string, since: Moment): boolean {
  const code = key.charCodeAt(0);
  return code >= 48 && code <= 57 && Number.parseInt(key, 10) > since.id;
}

/** The ends of a run, as what each of them changed. Marks the paths on which objects were made that live on. */
function endsOf(outcomes: readonly Outcome[], before: State, since: Moment): readonly End[] {
  const changes = outcomes.map(({ state }) => changeSince(before, state));
  const kept = changes.flatMap(({ writes, assumptions }) => [writes, [...assumptions.keys()]]);
  if (holdNew([...kept, ...outcomes.map(({ value }) => value)], since)) {
    const made = [freshId(), { from: since.id + 1, to: freshId() }] as const;
    for (const { state } of outcomes) state.taken = new Map([...state.taken, made]);
    return outcomes.map(({ state, value, raised }) => ({ value, raised, change: changeSince(before, state) }));
  }
  return outcomes.map(({ value, raised }, at) => ({
    value,
    raised,
    change: changes[at] ?? changeSince(before, before),
  }));
}

function decorationsOf(original: FunctionValue): readonly Definition[] {
  if (original.definition.kind !== 'function') return [];
  return (decorations.get(original.definition) ?? []).flatMap(({ after }) =>
    after.kind === 'function' ? [after.definition] : [],
  );
}
