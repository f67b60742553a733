/** Compares what a fixture expects with what Flask did, route by route. */
import { join } from 'node:path';
import type { RouteExpectation } from '../support/expectations';
import type { FixtureApp } from '../support/fixture-apps';
import type { Observation } from './observation';
import { observedVerdict } from './observed-verdict';

/** Agreement of one app with one Flask. */
export interface Agreement {
  readonly app: string;
  readonly skipped: string | null;
  /** Route and method pairs whose verdict Flask confirmed. */
  readonly agreed: number;
  /** Pairs that Flask cannot judge, with the fixture's reason. */
  readonly explained: number;
  readonly problems: readonly string[];
}

/** Path that `drive.py` is given for a fixture. */
export function pathOf(app: FixtureApp): string {
  const [, name = ''] = app.name.split('/');
  return app.root.endsWith(app.name) ? app.root : join(app.root, `${name}.py`);
}

/** Compares one app in both directions: verdicts of expected routes, and routes that nobody expects. */
export function compareWithFlask(app: FixtureApp, observation: Observation): Agreement {
  if (observation.skipped !== undefined)
    return { app: app.name, skipped: observation.skipped, agreed: 0, explained: 0, problems: [] };
  const expected = app.expectations.filter((one) => one.kind === 'route' && !one.isTodo) as RouteExpectation[];
  const todo = app.expectations.filter((one) => one.kind === 'route' && one.isTodo) as RouteExpectation[];
  const started = observation.runs.filter((run) => run.started);
  if (started.length === 0) {
    const errors = observation.runs.map((run) => `[${run.name}] ${run.error ?? ''}`).join('\n');
    return { app: app.name, skipped: null, agreed: 0, explained: 0, problems: [`does not start: ${errors}`] };
  }
  const outcomes = [...expected, ...todo].flatMap((route) =>
    route.methods.map((method) => judge(route, method, observation)),
  );
  const surplus =
    started[0]?.rules?.flatMap((rule) => rule.methods.map((method) => ({ path: rule.path, method }))) ?? [];
  const unexpected = surplus
    .filter(
      ({ path, method }) =>
        ![...expected, ...todo, ...observation.explained].some(
          (route) => route.path === path && route.methods.includes(method),
        ),
    )
    .map(({ path, method }) => `Flask also has ${method} ${path}, which the fixture does not expect`);
  return {
    app: app.name,
    skipped: null,
    agreed: outcomes.filter((outcome) => outcome === 'agreed').length,
    explained: outcomes.filter((outcome) => outcome === 'explained').length,
    problems: [...outcomes.filter((outcome) => outcome !== 'agreed' && outcome !== 'explained'), ...unexpected],
  };
}

function judge(route: RouteExpectation, method: string, observation: Observation): string {
  const label = `${route.file}:${String(route.line)}: ${method} ${route.path}`;
  const observed = observedVerdict(observation, route.path, method);
  if (!route.isMounted) return observed === undefined ? 'agreed' : `${label}: expected unmounted, but Flask serves it`;
  const isExplained = observation.explained.some((one) => one.path === route.path && one.methods.includes(method));
  if (isExplained) return 'explained';
  if (observed === undefined) return `${label}: expected, but Flask has no such route`;
  if (route.verdict === 'unverified' || observed.verdicts.includes(route.verdict)) return 'agreed';
  return `${label}: expected ${route.verdict}, Flask says ${observed.verdicts.join(' or ') || 'that even the right key is refused'}: ${observed.because}`;
}
