/**
 * `npm run test:fixes [-- name-part]`: applies the repairing fixes to every fixture app, starts what they leave in real
 * Flask, and calls each route without a valid key; exit 1 when one that is then judged as protected serves the caller.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Fix, Route } from '../../src/core/results/results';
import { fixKinds } from '../../src/core/results/fix-kinds';
import { applyEdits } from '../support/apply-edits';
import { readFixtureApps, type FixtureApp } from '../support/fixture-apps';
import { createSession } from '../support/session';
import { pathOf } from './agreement';
import { findInterpreters, installHint, type Interpreter } from './interpreters';
import { observe, type Observation } from './observation';
import { observedVerdict } from './observed-verdict';

/** Fixes make room for others; more rounds than this are a circle. */
const mostRounds = 30;

interface FixedApp {
  readonly name: string;
  /** What `drive.py` is given. */
  readonly path: string;
  readonly applied: number;
  readonly routes: readonly Route[];
}

/** The app with the first repairing fix of one finding after the other, until none is left; undefined where there is none. */
async function fixApp(app: FixtureApp, folder: string): Promise<FixedApp | undefined> {
  const session = await createSession();
  let texts: ReadonlyMap<string, string> = app.files;
  for (const [file, text] of texts) session.setText(file, text);
  let applied = 0;
  for (let fix = nextFix(); fix; fix = nextFix()) {
    if (++applied > mostRounds * app.files.size) throw new Error(`${app.name}: no end of fixes: ${fix.title}`);
    texts = applyEdits(texts, fix.edits);
    for (const [file, text] of texts) session.setText(file, text);
  }
  if (applied === 0) return undefined;
  const variables = [...(texts.get('.env.example') ?? '').matchAll(/^(\w+)=/gm)].map(([, name = '']) => name);
  const directives = variables.map((name) => `\n# oracle: keep ${name}=test-key-1`).join('');
  for (const [file, plain] of texts) {
    const text = file.endsWith('.py') ? plain + directives : plain;
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  const started = pathOf(app) === app.root ? folder : path.join(folder, path.basename(pathOf(app)));
  return { name: app.name, path: started, applied, routes: session.analyse().routes };

  function nextFix(): Fix | undefined {
    return session
      .analyse()
      .findings.filter(({ suppressed }) => suppressed === null)
      .flatMap((finding) =>
        session
          .fixes(finding)
          .filter(({ kind }) => fixKinds[kind].repairs)
          .slice(0, 1),
      )
      .at(0);
  }
}

/** Routes that the analysis calls protected, and Flask does not. */
function intrusions(app: FixedApp, observation: Observation): readonly string[] {
  return app.routes
    .filter(({ verdict, app: owner }) => verdict === 'protected' && owner !== null)
    .flatMap(({ path: url, methods }) => methods.map((method) => ({ url, method })))
    .filter(({ url, method }) => !observation.explained.some((one) => one.path === url && one.methods.includes(method)))
    .flatMap(({ url, method }) => {
      const observed = observedVerdict(observation, url, method);
      // With no verdict nobody is served at all: the right key is one that the fixture does not know.
      const isRefusing = !observed || observed.verdicts.length === 0 || observed.verdicts.includes('protected');
      return isRefusing ? [] : [`${method} ${url}: Flask says ${observed.verdicts.join(' or ')}: ${observed.because}`];
    });
}

function check(interpreter: Interpreter, apps: readonly FixedApp[]): { passed: number; failed: number } {
  const started = Date.now();
  const observations = observe(
    interpreter,
    apps.map((app) => app.path),
  );
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const [at, app] of apps.entries()) {
    const observation = observations[at];
    if (!observation || observation.skipped !== undefined) {
      skipped++;
      continue;
    }
    const isRunning = observation.runs.some((run) => run.started);
    const problems = isRunning
      ? intrusions(app, observation)
      : [`does not start: ${observation.runs.map((run) => run.error ?? '').join('\n')}`];
    if (problems.length === 0) passed++;
    else {
      failed++;
      console.log(`${app.name}\n  ${problems.join('\n  ')}`);
    }
  }
  const applied = apps.reduce((sum, app) => sum + app.applied, 0);
  console.log(
    `Flask ${interpreter.flask}: ${String(applied)} fixes in ${String(apps.length)} apps, ${String(skipped)} apps skipped, ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  return { passed, failed };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'api-key-guard-fixes-'));
  const [interpreter] = findInterpreters();
  if (!interpreter) {
    console.log(`No Python with Flask here. Install it: ${installHint}`);
    console.log('0 passed, 1 failed');
    process.exitCode = 1;
    return;
  }
  try {
    const apps: FixedApp[] = [];
    for (const app of readFixtureApps().filter(({ name }) => name.includes(process.argv[2] ?? ''))) {
      const fixed = await fixApp(app, path.join(folder, app.name));
      if (fixed) apps.push(fixed);
    }
    const { passed, failed } = check(interpreter, apps);
    console.log(`${String(passed)} passed, ${String(failed)} failed`);
    process.exitCode = failed > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
