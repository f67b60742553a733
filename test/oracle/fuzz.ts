/**
 * `npm run fuzz:verdicts -- --seconds N [--routes N] [--seed S] [--shrink K]`: composes apps, runs them in real Flask,
 * compares the tool's verdicts with what Flask did, shrinks K disagreements, and prints those that stay different as
 * fixtures, the most frequent first.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { FuzzApp } from './fuzz/app-model';
import { compareApps, type AppResult, type Disagreement } from './fuzz/compare';
import { createFlaskPool, type FlaskPool } from './fuzz/flask-pool';
import { generateApp } from './fuzz/generate';
import { createRandom } from './fuzz/random';
import { renderApp } from './fuzz/render-app';
import { isSameKind, shrink } from './fuzz/shrink';
import { findInterpreters, installHint } from './interpreters';

const batchSize = 100;

interface Totals {
  apps: number;
  routes: number;
  unreachable: number;
  reverse: number;
}

interface Found {
  readonly app: FuzzApp;
  readonly disagreement: Disagreement;
}

/** When to stop composing, whichever comes first. */
interface Limits {
  readonly seconds: number;
  readonly routes: number;
}

async function run(flask: FlaskPool, limits: Limits, seed: number): Promise<Found[]> {
  const totals: Totals = { apps: 0, routes: 0, unreachable: 0, reverse: 0 };
  const found: Found[] = [];
  const started = Date.now();
  const end = started + limits.seconds * 1000;
  for (let batch = 0; Date.now() < end && totals.routes < limits.routes; batch++) {
    const apps = Array.from({ length: batchSize }, (_, index) =>
      generateApp(createRandom(seed + batch * batchSize + index)),
    );
    for (const result of await compareApps(flask, apps)) {
      add(totals, result);
      found.push(...result.disagreements.map((disagreement) => ({ app: result.app, disagreement })));
    }
  }
  const perSecond = (totals.apps / ((Date.now() - started) / 1000)).toFixed(1);
  // The worst kind: `protected` although someone without a valid key is served.
  const falselyProtected = found.filter(({ disagreement }) => disagreement.said === 'protected').length;
  console.log(
    `seed ${String(seed)}: ${String(totals.apps)} apps (${perSecond} a second), ${String(totals.routes)} routes, ` +
      `${String(totals.unreachable)} of them serve nobody, ${String(totals.reverse)} refuse the right key alone, ` +
      `${String(found.length)} disagree, ` +
      `${String(falselyProtected)} falsely protected`,
  );
  return found;
}

function add(totals: Totals, result: AppResult): void {
  totals.apps += 1;
  totals.routes += result.routes;
  totals.unreachable += result.unreachable;
  totals.reverse += result.reverse;
}

/** Disagreements by what the tool and Flask say, the most frequent first. */
function byKind(found: readonly Found[]): Found[][] {
  const kinds: Found[][] = [];
  for (const one of found) {
    const known = kinds.find((kind) => kind[0] !== undefined && isSameKind(kind[0].disagreement, one.disagreement));
    if (known === undefined) kinds.push([one]);
    else known.push(one);
  }
  return kinds.toSorted((left, right) => right.length - left.length);
}

/** The worst kind first, then the others in turn, so that a limit leaves some of each. */
function inTurn(kinds: readonly Found[][]): Found[] {
  const isWorst = (kind: readonly Found[]): boolean => kind[0]?.disagreement.said === 'protected';
  const others = kinds.filter((kind) => !isWorst(kind));
  const longest = Math.max(0, ...others.map((kind) => kind.length));
  return [
    ...kinds.filter(isWorst).flat(),
    ...Array.from({ length: longest }, (_, turn) => others.flatMap((kind) => kind[turn] ?? [])).flat(),
  ];
}

function heading(found: Pick<Found, 'disagreement'> | undefined): string {
  return found === undefined
    ? ''
    : `tool says ${found.disagreement.said}, Flask ${found.disagreement.flask.join(' or ')}`;
}

/** A small app that disagrees, and how many others seem to disagree for the same reason. */
interface Group {
  readonly disagreement: Disagreement;
  readonly pieces: ReadonlySet<string>;
  count: number;
}

/** Shrinks disagreements and prints each small app once; what contains all of one counts as the same. */
async function show(flask: FlaskPool, found: readonly Found[], limit: number): Promise<void> {
  const groups: Group[] = [];
  for (const { app, disagreement } of found) {
    const pieces = piecesOf(app);
    const alike = groups.find(
      (group) => isSameKind(group.disagreement, disagreement) && [...group.pieces].every((piece) => pieces.has(piece)),
    );
    if (alike !== undefined) alike.count += 1;
    if (alike !== undefined || groups.length >= limit) continue;
    const smallest = await shrink(flask, app, disagreement);
    groups.push({ disagreement, pieces: piecesOf(smallest), count: 1 });
    await print(flask, smallest);
  }
  groups.sort((left, right) => right.count - left.count);
  for (const { disagreement, pieces, count } of groups)
    console.log(`${String(count)} times: ${heading({ disagreement })} (${[...pieces].join(', ')})`);
}

/** Names of what the app is composed of, but for what every small app has. */
function piecesOf(app: FuzzApp): Set<string> {
  const values = JSON.stringify(app).match(/:"[^"]+"/g) ?? [];
  return new Set(values.map((value) => value.slice(2, -1)).filter((value) => !ordinaryPieces.has(value)));
}

const ordinaryPieces = new Set(['app', 'atom', 'abort', 'decorator', 'equals-constant', 'function', 'get', 'if-not']);

async function print(flask: FlaskPool, smallest: FuzzApp): Promise<void> {
  const [result] = await compareApps(flask, [smallest]);
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
    options: {
      seconds: { type: 'string' },
      routes: { type: 'string' },
      seed: { type: 'string' },
      shrink: { type: 'string' },
    },
  });
  const [interpreter] = findInterpreters();
  if (interpreter === undefined) {
    console.error(`No Python with Flask here. Install it: ${installHint}`);
    process.exitCode = 2;
    return;
  }
  const flask = createFlaskPool(interpreter, availableParallelism());
  const limits: Limits = {
    seconds: Number(values.seconds ?? '30'),
    routes: values.routes === undefined ? Infinity : Number(values.routes),
  };
  const found = await run(flask, limits, Number(values.seed ?? '1'));
  const kinds = byKind(found);
  await show(flask, inTurn(kinds), Number(values.shrink ?? '3'));
  console.log(`\nAll disagreements of seed ${values.seed ?? '1'}:`);
  for (const kind of kinds) console.log(`${String(kind.length)} times: ${heading(kind[0])}`);
  flask.end();
  process.exitCode = found.length > 0 ? 1 : 0;
}

void main();
