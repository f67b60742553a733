import type { RequestContext, RequestFields } from '../flask/request-context';
import type { HookRegistration } from '../flask/registry';
import type { Machine, Outcome } from '../semantics/machine';
import type { State } from '../semantics/state';

/** Ends of all hooks of a request, on every path. */
export interface HookEnds {
  readonly passed: State[];
  readonly refused: Outcome[];
}

/** One run of hooks: what they asked of the request, and what came of it. */
interface HookRun {
  readonly hooks: readonly HookRegistration[];
  readonly followsWeak: boolean;
  readonly asked: ReadonlyMap<keyof RequestFields, unknown>;
  readonly ends: HookEnds;
  readonly files: ReadonlySet<string>;
  readonly steps: number;
}

const runs = new WeakMap<Machine, HookRun[]>();

/** Hooks that ask for the endpoint run for each route: more runs than these are not worth keeping. */
const mostRuns = 64;

/**
 * The ends of hooks for a request that has met no code yet. An app's hooks are the same for its routes, and most ask for
 * nothing that tells routes apart: then they are walked once for all of them.
 */
export function rememberHooks(
  machine: Machine,
  context: RequestContext,
  hooks: readonly HookRegistration[],
  from: State,
  walk: () => HookEnds,
): HookEnds {
  const known = runs.get(machine) ?? [];
  runs.set(machine, known);
  const former = known.find((run) => isSameRequest(run, hooks, from, context));
  const run = former ?? walkOnce(machine, context, hooks, from, walk);
  if (former) {
    machine.budget.remaining -= former.steps;
    for (const file of former.files) machine.touched.add(file);
    for (const field of former.asked.keys()) context.asked.add(field);
  } else {
    known.push(run);
    if (known.length > mostRuns) known.shift();
  }
  return {
    passed: run.ends.passed.map((state) => state.resume()),
    refused: run.ends.refused.map((outcome) => ({ ...outcome, state: outcome.state.resume() })),
  };
}

function isSameRequest(
  run: HookRun,
  hooks: readonly HookRegistration[],
  from: State,
  context: RequestContext,
): boolean {
  return (
    run.followsWeak === from.followsWeak &&
    run.hooks.length === hooks.length &&
    run.hooks.every((hook, at) => hook === hooks[at]) &&
    [...run.asked].every(([field, answer]) => context.peek(field) === answer)
  );
}

function walkOnce(
  machine: Machine,
  context: RequestContext,
  hooks: readonly HookRegistration[],
  from: State,
  walk: () => HookEnds,
): HookRun {
  const { followsWeak } = from;
  const before = machine.budget.remaining;
  const ends = walk();
  return {
    hooks,
    followsWeak,
    asked: new Map([...context.asked].map((field) => [field, context.peek(field)])),
    ends,
    files: new Set(machine.touched),
    steps: before - machine.budget.remaining,
  };
}
