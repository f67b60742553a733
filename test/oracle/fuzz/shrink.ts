/** Makes a disagreeing app smaller while it disagrees in the same way. */
import type { Interpreter } from '../interpreters';
import type { Check, Condition, FuzzApp, Hook } from './app-model';
import { compareApps, type Disagreement } from './compare';

const roundLimit = 60;
const candidatesPerProcess = 8;

/** The smallest app found that still has a disagreement of the same kind. */
export async function shrink(interpreter: Interpreter, app: FuzzApp, disagreement: Disagreement): Promise<FuzzApp> {
  let smallest = app;
  for (let round = 0; round < roundLimit; round++) {
    const next = await firstThatDisagrees(interpreter, smallerApps(smallest), disagreement);
    if (next === undefined) return smallest;
    smallest = next;
  }
  return smallest;
}

/** Tries a few candidates per Python process: one each would be slow, all at once mostly wasted. */
async function firstThatDisagrees(
  interpreter: Interpreter,
  candidates: readonly FuzzApp[],
  disagreement: Disagreement,
): Promise<FuzzApp | undefined> {
  for (let start = 0; start < candidates.length; start += candidatesPerProcess) {
    const results = await compareApps(interpreter, candidates.slice(start, start + candidatesPerProcess));
    const next = results.find((result) => result.disagreements.some((one) => isSameKind(one, disagreement)));
    if (next !== undefined) return next.app;
  }
  return undefined;
}

/** Same tool verdict, same best reading of Flask. */
export function isSameKind(left: Disagreement, right: Disagreement): boolean {
  return left.said === right.said && left.flask[0] === right.flask[0];
}

/** Each candidate differs from the app in one simplification; the boldest come first. */
function smallerApps(app: FuzzApp): FuzzApp[] {
  return [
    ...(app.routes.length > 1 ? app.routes.map((route) => ({ ...app, routes: [route] })) : []),
    ...(app.routes.length > 1 ? app.routes.map((_, index) => ({ ...app, routes: without(app.routes, index) })) : []),
    ...(app.hooks.length > 1 ? [{ ...app, hooks: app.hooks.filter(isNeeded) }] : []),
    ...(app.middleware === null ? [] : [{ ...app, middleware: null }]),
    ...app.hooks.flatMap((hook, index) => (isNeeded(hook) ? [] : [{ ...app, hooks: without(app.hooks, index) }])),
    ...withoutBlueprints(app),
    ...smallerRoutes(app),
    ...app.hooks.flatMap((hook, index) =>
      [
        ...(hook.exempt === 'none' || hook.exempt === 'identify' ? [] : [{ ...hook, exempt: 'none' as const }]),
        ...(hook.form === 'decorator' ? [] : [{ ...hook, form: 'decorator' as const }]),
        ...smallerChecks(hook.check).map((check) => ({ ...hook, check })),
      ].map((smaller) => ({ ...app, hooks: replaced(app.hooks, index, smaller) })),
    ),
    ...app.guards.flatMap((guard, index) =>
      [
        ...(guard.form === 'function' ? [] : [{ ...guard, form: 'function' as const }]),
        ...smallerChecks(guard.check).map((check) => ({ ...guard, check })),
      ].map((smaller) => ({ ...app, guards: replaced(app.guards, index, smaller) })),
    ),
    ...withoutUnusedGuards(app),
  ];
}

/** What others read as `g.user` some hook sets: without it, a library might. */
function isNeeded(hook: Hook): boolean {
  return hook.exempt === 'identify';
}

function withoutBlueprints(app: FuzzApp): FuzzApp[] {
  if (app.blueprints.length === 0) return [];
  const flat: FuzzApp = {
    ...app,
    blueprints: [],
    routes: app.routes.map((route) => ({ ...route, on: 'app' })),
    hooks: app.hooks.map((hook) => ({ ...hook, on: 'app' })),
  };
  const unnested = { ...app, blueprints: app.blueprints.map((blueprint) => ({ ...blueprint, parent: null })) };
  const mounted = { ...app, blueprints: app.blueprints.map((blueprint) => ({ ...blueprint, isMounted: true })) };
  return [flat, ...[unnested, mounted].filter((candidate) => JSON.stringify(candidate) !== JSON.stringify(app))];
}

function withoutUnusedGuards(app: FuzzApp): FuzzApp[] {
  const last = app.guards.length - 1;
  const isUsed = app.routes.some((route) => route.guards.includes(last) || route.misplaced === last);
  return last >= 0 && !isUsed ? [{ ...app, guards: app.guards.slice(0, -1) }] : [];
}

function smallerRoutes(app: FuzzApp): FuzzApp[] {
  return app.routes.flatMap((route, index) =>
    [
      ...(route.body === null ? [] : [{ ...route, body: null }]),
      ...(route.isMarked ? [{ ...route, isMarked: false }] : []),
      ...(route.misplaced === null ? [] : [{ ...route, misplaced: null }]),
      ...route.guards.map((_, guard) => ({ ...route, guards: without(route.guards, guard) })),
      ...(route.methods.length > 1 ? route.methods.map((method) => ({ ...route, methods: [method] })) : []),
      ...(route.form === 'decorator' ? [] : [{ ...route, form: 'decorator' as const }]),
      ...(route.on === 'app' ? [] : [{ ...route, on: 'app' as const }]),
      ...(route.body === null ? [] : smallerChecks(route.body).map((body) => ({ ...route, body }))),
    ].map((smaller) => ({ ...app, routes: replaced(app.routes, index, smaller) })),
  );
}

function smallerChecks(check: Check): Check[] {
  return [
    ...(check.shape === 'if-not' ? [] : [{ ...check, shape: 'if-not' as const }]),
    ...(check.denial === 'abort' ? [] : [{ ...check, denial: 'abort' as const }]),
    ...(check.source === 'get' ? [] : [{ ...check, source: 'get' as const }]),
    ...(check.isInline ? [{ ...check, isInline: false }] : []),
    ...smallerConditions(check.condition).map((condition) => ({ ...check, condition })),
  ];
}

function smallerConditions(condition: Condition): Condition[] {
  if (condition.kind === 'atom') {
    return condition.atom === 'equals-constant' ? [] : [{ kind: 'atom', atom: 'equals-constant' }];
  }
  if (condition.kind === 'not') {
    return [condition.of, ...smallerConditions(condition.of).map((of): Condition => ({ kind: 'not', of }))];
  }
  return [
    condition.left,
    condition.right,
    ...smallerConditions(condition.left).map((left) => ({ ...condition, left })),
    ...smallerConditions(condition.right).map((right) => ({ ...condition, right })),
  ];
}

function without<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, position) => position !== index);
}

function replaced<T>(list: readonly T[], index: number, value: T): T[] {
  return list.map((current, position) => (position === index ? value : current));
}
