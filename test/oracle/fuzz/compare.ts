/** Runs generated apps in real Flask and through the tool, and tells where the two differ. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Route, Verdict } from '../../../src/core/results/results';
import type { Session } from '../../../src/core/analysis/session';
import { createSession } from '../../support/session';
import type { Observation } from '../observation';
import { observedVerdict } from '../observed-verdict';
import type { FuzzApp } from './app-model';
import type { FlaskPool } from './flask-pool';
import { renderApp } from './render-app';

/** One route and method for which tool and Flask say different things. */
export interface Disagreement {
  readonly path: string;
  readonly method: string;
  /** The tool's verdict, or what is wrong with the route itself. */
  readonly said: Verdict | 'no such route' | 'crash';
  readonly flask: readonly Verdict[];
  readonly detail: string;
}

/** What came of one app. */
export interface AppResult {
  readonly app: FuzzApp;
  readonly routes: number;
  /** Routes that serve nobody at all; Flask cannot judge their checks. */
  readonly unreachable: number;
  /** Routes that refuse the right key where they serve callers without one: only `protected` would be wrong. */
  readonly reverse: number;
  readonly disagreements: readonly Disagreement[];
}

/** Results of the apps, in order; apps that Flask did not answer for (its process died) are named and left out. */
export async function compareApps(flask: FlaskPool, apps: readonly FuzzApp[]): Promise<AppResult[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fuzz-verdicts-')));
  try {
    const texts = apps.map((app) => renderApp(app, () => ''));
    const paths = texts.map((text, index) => {
      const path = join(folder, `generated_${String(index)}.py`);
      writeFileSync(path, text);
      return path;
    });
    // Flask runs while the tool analyses.
    const observing = flask.observe(paths);
    const analyses: Analysed[] = [];
    for (const text of texts) analyses.push(await analyse(text));
    const observations = await observing;
    return apps.flatMap((app, index) => {
      const observation = observations[index];
      const analysis = analyses[index];
      return observation === undefined || analysis === undefined
        ? []
        : compareApp(app, texts[index] ?? '', observation, analysis);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the tool says of the app's routes, without asking Flask. */
export async function verdictsOf(app: FuzzApp): Promise<Disagreement['said'][]> {
  const found = await analyse(renderApp(app, () => ''));
  return found instanceof Error ? ['crash'] : found.map((route) => route.verdict);
}

type Analysed = readonly Route[] | Error;

function compareApp(app: FuzzApp, text: string, observation: Observation, found: Analysed): AppResult[] {
  const run = observation.runs.find((candidate) => candidate.started);
  if (run?.rules === undefined) {
    console.error(`a generated app does not start: ${observation.runs[0]?.error ?? ''}\n${text}`);
    return [];
  }
  const pairs = run.rules.flatMap((rule) => rule.methods.map((method) => ({ path: rule.path, method })));
  if (found instanceof Error) {
    const detail = found.stack ?? found.message;
    const crash: Disagreement = { path: '', method: '', said: 'crash', flask: [], detail };
    return [{ app, routes: pairs.length, unreachable: 0, reverse: 0, disagreements: [crash] }];
  }
  const mounted = found.filter((route) => route.app !== null);
  let unreachable = 0;
  let reverse = 0;
  const disagreements = pairs.flatMap(({ path, method }): Disagreement[] => {
    const observed = observedVerdict(observation, path, method);
    const route = mounted.find((candidate) => candidate.path === path && candidate.methods.includes(method));
    if (observed === undefined || observed.verdicts.length === 0) unreachable += 1;
    if (observed === undefined) return [];
    if (observed.isReverse) reverse += 1;
    const flask = observed.verdicts;
    if (route === undefined) return [{ path, method, said: 'no such route', flask, detail: observed.because }];
    if (flask.length === 0 || flask.includes(route.verdict)) return [];
    return [{ path, method, said: route.verdict, flask, detail: `${observed.because}${evidence(route)}` }];
  });
  const surplus = mounted
    .filter((route) => !pairs.some((pair) => pair.path === route.path && route.methods.includes(pair.method)))
    .map((route): Disagreement => ({
      path: route.path,
      method: route.methods.join(','),
      said: route.verdict,
      flask: [],
      detail: 'Flask has no such route',
    }));
  return [{ app, routes: pairs.length, unreachable, reverse, disagreements: [...disagreements, ...surplus] }];
}

/** One session for all: a new one for each app would load the parser anew. */
let session: Promise<Session> | undefined;

async function analyse(text: string): Promise<Analysed> {
  try {
    session ??= createSession();
    const shared = await session;
    shared.setText('generated.py', text);
    return shared.analyse().routes;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function evidence(route: Route): string {
  return route.evidence.map((step) => `\n    ${step.says}`).join('');
}
