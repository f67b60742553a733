/** `npm run oracle [-- name-part]`: every fixture app in real Flask; exit 1 when a fixture's verdict is not what Flask does. */
import { readFixtureApps } from '../support/fixture-apps';
import { compareWithFlask, pathOf, type Agreement } from './agreement';
import { findInterpreters, installHint, type Interpreter } from './interpreters';
import { observe } from './observation';

function runOracle(interpreter: Interpreter, part: string): number {
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
  return agreements.filter((agreement) => agreement.problems.length > 0).length;
}

function printSummary(interpreter: Interpreter, agreements: readonly Agreement[], milliseconds: number): void {
  const total = (count: (agreement: Agreement) => number): number => agreements.reduce((sum, agreement) => sum + count(agreement), 0);
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

const interpreters = findInterpreters();
if (interpreters.length === 0) console.log(`No Python with Flask here. Install it: ${installHint}`);
const failed = interpreters.reduce((sum, interpreter) => sum + runOracle(interpreter, process.argv[2] ?? ''), 0);
process.exitCode = failed > 0 ? 1 : 0;
