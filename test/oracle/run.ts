/** `npm run test:oracle [-- name-part]`: every fixture app in real Flask; exit 1 when a fixture's verdict is not what Flask does. */
import { readFixtureApps } from '../support/fixture-apps';
import { compareWithFlask, pathOf, type Agreement } from './agreement';
import { findInterpreters, installHint, type Interpreter } from './interpreters';
import { observe } from './observation';

/** Apps whose every route is as Flask has it, and the others. */
interface Totals {
  readonly passed: number;
  readonly failed: number;
}

function runOracle(interpreter: Interpreter, part: string): Totals {
  const apps = readFixtureApps().filter((app) => app.name.includes(part));
  const started = Date.now();
  const observations = observe(interpreter, apps.map(pathOf));
  const agreements = apps.flatMap((app, index) => {
    const observation = observations[index];
    return observation === undefined ? [] : [compareWithFlask(app, observation)];
  });
  for (const agreement of agreements) {
    if (agreement.problems.length > 0) console.log(`${agreement.app}\n  ${agreement.problems.join('\n  ')}`);
  }
  printSummary(interpreter, agreements, Date.now() - started);
  const ran = agreements.filter((agreement) => agreement.skipped === null);
  const failed = ran.filter((agreement) => agreement.problems.length > 0).length;
  return { passed: ran.length - failed, failed };
}

function printSummary(interpreter: Interpreter, agreements: readonly Agreement[], milliseconds: number): void {
  const total = (count: (agreement: Agreement) => number): number => sum(agreements, count);
  const skipped = agreements.filter((agreement) => agreement.skipped !== null);
  console.log(
    `Flask ${interpreter.flask}: ${String(agreements.length - skipped.length)} apps, ${String(total((one) => one.agreed))} route-method pairs agree, ` +
      `${String(total((one) => one.problems.length))} disagree, ${String(total((one) => one.explained))} explained, ` +
      `${String(skipped.length)} apps skipped, ${(milliseconds / 1000).toFixed(1)} s`,
  );
  const reasons = new Map<string, number>();
  for (const { skipped: reason } of skipped) reasons.set(reason ?? '', (reasons.get(reason ?? '') ?? 0) + 1);
  for (const [reason, count] of reasons) console.log(`  skipped ${String(count)}: ${reason}`);
}

function sum<T>(values: readonly T[], count: (value: T) => number): number {
  return values.reduce((total, value) => total + count(value), 0);
}

const interpreters = findInterpreters();
const part = process.argv[2] ?? '';
const results = interpreters.map((interpreter) => runOracle(interpreter, part));
if (interpreters.length === 0) console.log(`No Python with Flask here. Install it: ${installHint}`);
const failed = interpreters.length === 0 ? 1 : sum(results, (result) => result.failed);
console.log(`${String(sum(results, (result) => result.passed))} passed, ${String(failed)} failed`);
process.exitCode = failed > 0 ? 1 : 0;
