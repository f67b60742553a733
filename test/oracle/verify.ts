/**
 * `npm run test:verify`: fixture apps served on loopback by real Flask, asked by `verify`'s own code. What the running app
 * answers must bear out the verdicts; an app that cannot be served here is skipped and counted.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { defaultSettings } from '../../src/core/analysis/settings';
import { allowedBase } from '../../src/verify/loopback';
import { verifyApp, type VerifiedRoute } from '../../src/verify/verify-app';
import { type FixtureApp, readFixtureApps } from '../support/fixture-apps';
import { analyseTexts } from '../support/session';
import { pathOf } from './agreement';
import { findInterpreters, installHint, type Interpreter } from './interpreters';

/** Themes in which a key decides, whatever else the request holds. */
const themes = process.argv[2] ?? '^article/|^inline/|^decorators/';

interface Served {
  readonly port: number;
  readonly key: string;
}

/** Serves one app while `ask` runs; undefined when it cannot be served. */
async function whileServed<Result>(
  interpreter: Interpreter,
  app: FixtureApp,
  ask: (served: Served) => Promise<Result>,
): Promise<Result | undefined> {
  const child = spawn(interpreter.command, [join(__dirname, 'serve.py'), pathOf(app)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  try {
    for await (const line of createInterface(child.stdout)) {
      const said = JSON.parse(line) as Served | { readonly skipped: string };
      return 'port' in said ? await ask(said) : undefined;
    }
    return undefined;
  } finally {
    child.stdin.end();
  }
}

async function verifyFixture(app: FixtureApp, { port, key }: Served): Promise<readonly VerifiedRoute[]> {
  const { routes } = await analyseTexts(app.files);
  return verifyApp(allowedBase(`http://127.0.0.1:${port}`, []), routes, {
    headerName: defaultSettings.headerName,
    rightKey: key,
    examples: {},
    isUnsafeAllowed: true,
    limits: { requestsPerSecond: 1000, timeout: 5000 },
    mostRequests: 1000,
    progress: () => undefined,
  });
}

function describe({ route, method, answers, observed }: VerifiedRoute): string {
  return `${method} ${route.path} is ${route.verdict}, but ${observed}: ${JSON.stringify(answers)}`;
}

async function main(): Promise<void> {
  const [interpreter] = findInterpreters();
  if (!interpreter) {
    console.log(`No Python with Flask here. Install it: ${installHint}\n0 passed, 1 failed`);
    process.exitCode = 1;
    return;
  }
  const counts = { passed: 0, failed: 0, skipped: 0, agree: 0, unclear: 0 };
  for (const app of readFixtureApps().filter(({ name }) => new RegExp(themes).test(name))) {
    const verified = await whileServed(interpreter, app, (served) => verifyFixture(app, served));
    if (verified === undefined) {
      counts.skipped++;
      continue;
    }
    const wrong = verified.filter((one) => one.agrees === false);
    counts.agree += verified.filter((one) => one.agrees === true).length;
    counts.unclear += verified.filter((one) => one.agrees === null).length;
    if (wrong.length > 0) console.log(`${app.name}\n  ${wrong.map(describe).join('\n  ')}`);
    counts[wrong.length > 0 ? 'failed' : 'passed']++;
  }
  console.log(
    `Flask ${interpreter.flask}: ${counts.agree} routes answer as the code says, ${counts.unclear} leave it open, ${counts.skipped} apps are not served here`,
  );
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  if (counts.failed > 0) process.exitCode = 1;
}

void main();
