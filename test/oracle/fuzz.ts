/**
 * `npm run fuzz:verdicts -- --seconds N [--seed S] [--shrink K]`: composes apps, runs them in real Flask, compares the
 * tool's verdicts with what Flask did, shrinks the first K disagreements of different kinds and prints them as fixtures.
 */
import { parseArgs } from 'node:util';
import type { FuzzApp } from './fuzz/app-model';
import { compareApps, type AppResult, type Disagreement } from './fuzz/compare';
import { generateApp } from './fuzz/generate';
import { createRandom } from './fuzz/random';
import { renderApp } from './fuzz/render-app';
import { isSameKind, shrink } from './fuzz/shrink';
import { findInterpreters, installHint, type Interpreter } from './interpreters';

const batchSize = 100;

interface Totals {
  apps: number;
  routes: number;
  unreachable: number;
  disagreements: number;
  /** The worst kind: `protected` although someone without a valid key is served. */
  falseProtected: number;
}

/** Disagreements that look alike, with the first app that showed one. */
interface Kind {
  readonly disagreement: Disagreement;
  readonly app: FuzzApp;
  count: number;
}

function countKind(kinds: Kind[], disagreement: Disagreement, app: FuzzApp): void {
  const known = kinds.find((kind) => isSameKind(kind.disagreement, disagreement));
  if (known === undefined) kinds.push({ disagreement, app, count: 1 });
  else known.count += 1;
}

async function run(interpreter: Interpreter, seconds: number, seed: number, shrinkLimit: number): Promise<Totals> {
  const totals: Totals = { apps: 0, routes: 0, unreachable: 0, disagreements: 0, falseProtected: 0 };
  const kinds: Kind[] = [];
  const started = Date.now();
  const end = started + seconds * 1000;
  for (let batch = 0; Date.now() < end; batch++) {
    const apps = Array.from({ length: batchSize }, (_, index) =>
      generateApp(createRandom(seed + batch * batchSize + index)),
    );
    for (const result of await compareApps(interpreter, apps)) {
      add(totals, result);
      for (const disagreement of result.disagreements) countKind(kinds, disagreement, result.app);
    }
  }
  // The worst kind first, then the most frequent.
  const isFalseProtected = (disagreement: Disagreement): number => (disagreement.said === 'protected' ? 1 : 0);
  kinds.sort(
    (left, right) =>
      isFalseProtected(right.disagreement) - isFalseProtected(left.disagreement) || right.count - left.count,
  );
  for (const { disagreement, count } of kinds) {
    console.log(`${String(count)} times: tool says ${disagreement.said}, Flask ${disagreement.flask.join(' or ')}`);
  }
  const perSecond = (totals.apps / ((Date.now() - started) / 1000)).toFixed(1);
  console.log(
    `seed ${String(seed)}: ${String(totals.apps)} apps (${perSecond} a second), ${String(totals.routes)} routes, ` +
      `${String(totals.unreachable)} of them serve nobody, ${String(totals.disagreements)} disagree, ` +
      `${String(totals.falseProtected)} falsely protected`,
  );
  for (const { disagreement, app } of kinds.slice(0, shrinkLimit)) await show(interpreter, app, disagreement);
  return totals;
}

function add(totals: Totals, result: AppResult): void {
  totals.apps += 1;
  totals.routes += result.routes;
  totals.unreachable += result.unreachable;
  totals.disagreements += result.disagreements.length;
  totals.falseProtected += result.disagreements.filter((one) => one.said === 'protected').length;
}

async function show(interpreter: Interpreter, app: FuzzApp, disagreement: Disagreement): Promise<void> {
  const smallest = await shrink(interpreter, app, disagreement);
  const [result] = await compareApps(interpreter, [smallest]);
  const left = result?.disagreements ?? [];
  console.log(`\n${'─'.repeat(80)}`);
  for (const one of left)
    console.log(
      `# ${one.method} ${one.path}: tool says ${one.said}, Flask ${one.flask.join(' or ')}\n# ${one.detail.replaceAll('\n', '\n# ')}`,
    );
  const text = renderApp(smallest, (path, methods) => {
    const wrong = left.find((one) => one.path === path && methods.includes(one.method));
    return wrong?.flask[0] === undefined ? '' : `  # expect: route ${methods.join(',')} ${path} ${wrong.flask[0]}`;
  });
  console.log(text);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string' }, seed: { type: 'string' }, shrink: { type: 'string' } },
  });
  const [interpreter] = findInterpreters();
  if (interpreter === undefined) {
    console.error(`No Python with Flask here. Install it: ${installHint}`);
    process.exitCode = 2;
    return;
  }
  const seed = Number(values.seed ?? '1');
  const totals = await run(interpreter, Number(values.seconds ?? '30'), seed, Number(values.shrink ?? '3'));
  process.exitCode = totals.disagreements > 0 ? 1 : 0;
}

void main();
