/**
 * `npm run bench`: the budgets of the design, each beside a peer in the same run, because machines differ and ratios do
 * not. Nothing is asserted: a busy machine must not fail a build.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import type { ActivationTimes } from './activation';
import { notedMemory, timeProcess } from './measure';
import { ensurePeer } from './peer';
import type { SessionTimes } from './session-bench';
import type { ServerMemory } from './server-bench';
import { measureStaged } from './staged-bench';
import { ensureTree } from './tree';

const root = path.join(__dirname, '..', '..');
const cache = path.join(root, '.cache', 'bench');
const loader = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const runs = 3;

function main(): void {
  const tree = path.join(cache, 'tree');
  const size = ensureTree(tree);
  const megabytes = (size.bytes / 1e6).toFixed(1);
  console.log(
    `${size.files.toLocaleString('en-US')} files, ${size.lines.toLocaleString('en-US')} lines, ${megabytes} MB\n`,
  );
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

  const peer = ensurePeer(cache);
  const peerTime =
    peer && timeProcess([peer, 'run', '--lang', 'python', '-p', '@$X.route($$$)', '--json=stream', tree], runs);
  const memoryFile = path.join(cache, 'memory.txt');
  const scan = [
    process.execPath,
    '--require',
    path.join(__dirname, 'report-memory.cjs'),
    'dist/cli.js',
    'scan',
    '--fail-on',
    'never',
    tree,
  ];
  const scanTime = timeProcess(scan, runs, { BENCH_MEMORY: memoryFile });
  const session = measureChild('session-bench.ts', tree) as SessionTimes;

  row(
    'whole scan, cold, process start to exit',
    milliseconds(scanTime),
    peerTime ? `ast-grep ${milliseconds(peerTime)}` : 'ast-grep not available',
  );
  if (peerTime) row('  ratio to ast-grep', `${(scanTime / peerTime).toFixed(2)} ×`, 'budget 1 ×');
  const bandit = timeBandit(tree);
  row(
    '  ratio to Bandit',
    bandit === undefined ? '' : `${(bandit / scanTime).toFixed(1)} ×`,
    bandit === undefined ? 'not installed (apt-get install bandit)' : `faster than its ${milliseconds(bandit)}`,
  );
  row('  peak memory', `${notedMemory(memoryFile).toFixed(0)} MB`, '');
  const staged = measureStaged(root, tree, cache, runs);
  row(
    'staged, 10 files, process start to exit',
    milliseconds(staged.own),
    `budget 150 ms; ${staged.peer === undefined ? 'secretlint not available' : `secretlint ${milliseconds(staged.peer)}`}`,
  );
  row('session, cold', milliseconds(session.cold), `${String(session.routes)} routes`);
  row(
    'session, warm, nothing changed',
    milliseconds(session.warm),
    `${(session.cold / session.warm).toFixed(1)} × faster than cold, budget 5 ×`,
  );
  row('key press → diagnostics, 2,000-line file, p50', milliseconds(session.keyPressP50), 'budget 10 ms');
  row('key press → diagnostics, 2,000-line file, p95', milliseconds(session.keyPressP95), 'budget 30 ms');
  row(
    'ten times the services and routes take',
    `${session.growth.toFixed(1)} ×`,
    'linear is 10 ×: evaluating, judging and rules',
  );
  row(
    'judging adds to parse + extract',
    `${(session.judging * 100).toFixed(0)} %`,
    `budget 30 %; ten times the services and routes: ${session.judgingGrowth.toFixed(1)} ×, linear is 10 ×`,
  );
  const activation = measureActivation();
  row(
    'extension activation',
    activation === undefined ? '' : milliseconds(activation.own),
    activation === undefined
      ? 'no VS Code could be started'
      : `budget 50 ms; VS Code's own Git extension ${milliseconds(activation.peer)}`,
  );
  const memory = measureChild('server-bench.ts', tree) as ServerMemory;
  row('memory of the server, after the scan', `${memory.afterScan.toFixed(0)} MB`, 'budget 250 MB');
  row('memory of the server, after 200 key presses', `${memory.afterTyping.toFixed(0)} MB`, 'budget 250 MB');
}

/** The security linter for Python that most people know; milliseconds of one run. It ends with 1 when it found something. */
function timeBandit(tree: string): number | undefined {
  const started = performance.now();
  const { error } = spawnSync('bandit', ['--quiet', '--recursive', tree], { stdio: 'ignore' });
  return error === undefined ? performance.now() - started : undefined;
}

function measureActivation(): ActivationTimes | undefined {
  const { status, stdout } = spawnSync(process.execPath, [loader, path.join(__dirname, 'activation.ts')], {
    encoding: 'utf8',
  });
  return status === 0 ? (JSON.parse(stdout.slice(stdout.lastIndexOf('{'))) as ActivationTimes) : undefined;
}

/** What a script beside this one prints that measures in a process of its own. */
function measureChild(script: string, tree: string): unknown {
  const args = [loader, path.join(__dirname, script), tree];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

function milliseconds(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function row(what: string, value: string, remark: string): void {
  console.log(`${what.padEnd(50)}${value.padStart(10)}   ${remark}`);
}

main();
