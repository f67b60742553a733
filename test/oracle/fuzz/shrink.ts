/** Makes a disagreeing app smaller while it disagrees in the same way. */
import type { Check, Condition, FuzzApp, Middleware } from './app-model';
import { recognised } from './atoms';
import { compareApps, type Disagreement, verdictsOf } from './compare';
import type { FlaskPool } from './flask-pool';

const roundLimit = 60;
const candidatesPerProcess = 6;

/** The smallest app found that still has a disagreement of the same kind. */
export async function shrink(flask: FlaskPool, app: FuzzApp, disagreement: Disagreement): Promise<FuzzApp> {
  let smallest = app;
  for (let round = 0; round < roundLimit; round++) {
    const next = await firstThatDisagrees(flask, smallerApps(smallest), disagreement);
    if (next === undefined) return smallest;
    smallest = next;
  }
  return smallest;
}

/**
 * The tool answers in milliseconds, Flask needs a process: only candidates of which the tool says the same are run.
 * A few per process: one each would be slow, all at once mostly wasted.
 */
async function firstThatDisagrees(
  flask: FlaskPool,
  candidates: readonly FuzzApp[],
  disagreement: Disagreement,
): Promise<FuzzApp | undefined> {
  let promising: FuzzApp[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const said = await verdictsOf(candidate);
    if (disagreement.said === 'no such route' || said.includes(disagreement.said)) promising.push(candidate);
    if (promising.length < candidatesPerProcess && index < candidates.length - 1) continue;
    const results = promising.length === 0 ? [] : await compareApps(flask, promising);
    const next = results.find((result) => result.disagreements.some((one) => isSameKind(one, disagreement)));
    if (next !== undefined) return next.app;
    promising = [];
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
    ...(app.hooks.length > 1 ? [{ ...app, hooks: [] }] : []),
    ...(app.middleware === null ? [] : [{ ...app, middleware: null }, ...smallerMiddleware(app, app.middleware)]),
    ...app.hooks.map((_, index) => ({ ...app, hooks: without(app.hooks, index) })),
    ...smallerIdentities(app),
    ...withoutBlueprints(app),
    ...smallerRoutes(app),
    ...app.hooks.flatMap((hook, index) =>
      [
        ...(hook.exempt === null ? [] : [{ ...hook, exempt: null }]),
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

/** What asks for an identity needs one: without it, a library might set it. */
function smallerIdentities(app: FuzzApp): FuzzApp[] {
  const { identity } = app;
  if (identity === null) return [];
  const isAsked = JSON.stringify([app.hooks, app.routes, app.guards, app.middleware]).match(asksForIdentity) !== null;
  if (!isAsked) return [{ ...app, identity: null }];
  return smallerChecks(identity.check).map((check) => ({ ...app, identity: { ...identity, check } }));
}

const asksForIdentity = new RegExp(`"(?:login-required|${Object.keys(recognised).join('|')})"`);

function smallerMiddleware(app: FuzzApp, middleware: Middleware): FuzzApp[] {
  return [
    ...(middleware.isScoped ? [{ ...middleware, isScoped: false }] : []),
    ...(middleware.form === 'function' ? [] : [{ ...middleware, form: 'function' as const }]),
    ...smallerConditions(middleware.condition).map((condition) => ({ ...middleware, condition })),
  ].map((smaller) => ({ ...app, middleware: smaller }));
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
