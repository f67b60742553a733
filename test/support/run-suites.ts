/**
 * `npm test`: runs every suite, one after another, and ends with the sum `N passed, N failed`, alone on the last line.
 * A suite is an npm script `test:<name>` that ends its output with a line of the same form (mocha with
 * `totals-reporter.cjs` does); one that ends without it, or fails without a failed test, counts as one failure.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** In the order of their cost: a broken unit is seen before a browser starts. */
const suites = ['unit', 'oracle', 'fixes', 'verify', 'guard-tests', 'extension'];

interface Totals {
  readonly passed: number;
  readonly failed: number;
}

const root = path.join(__dirname, '..', '..');

function totalsOf(output: string, exitCode: number): Totals {
  const last = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  const passed = Number(last?.[1] ?? 0);
  const failed = Number(last?.[2] ?? 0);
  const brokeWithoutSaying = last === undefined || (exitCode !== 0 && failed === 0);
  return { passed, failed: failed + (brokeWithoutSaying ? 1 : 0) };
}

function runSuite(name: string): Promise<Totals> {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', `test:${name}`], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      process.stdout.write(chunk);
    });
    child.on('close', (code) => {
      resolve(totalsOf(output, code ?? 1));
    });
  });
}

async function main(): Promise<void> {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const wanted = process.argv.slice(2);
  let passed = 0;
  let failed = 0;
  for (const name of wanted.length > 0 ? wanted : suites) {
    if (scripts[`test:${name}`] === undefined) {
      console.log(`\n── ${name}: package.json has no script test:${name}`);
      failed++;
      continue;
    }
    console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}`);
    const totals = await runSuite(name);
    passed += totals.passed;
    failed += totals.failed;
  }
  process.exitCode = failed > 0 ? 1 : 0;
  console.log(`\n${passed} passed, ${failed} failed`);
}

void main();
