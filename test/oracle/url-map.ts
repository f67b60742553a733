/**
 * Compares the routes that are found in a project with its running app's `url_map`.
 * Usage: npx tsx test/oracle/url-map.ts FOLDER MODULE:NAME [PYTHON]
 */
import { Session } from '../../src/core/analysis/session';
import { readParserBinaries } from '../../src/workspace/parser-binaries';
import { putFile, readWorkspace } from '../../src/workspace/read-workspace';
import { findInterpreters, runScript } from './interpreters';

async function foundPairs(folder: string): Promise<Set<string>> {
  const session = await Session.create(readParserBinaries());
  for (const file of readWorkspace(folder)) putFile(session, file);
  const mounted = session.analyse().routes.filter((route) => route.app !== null);
  return new Set(mounted.flatMap((route) => route.methods.map((method) => `${method} ${route.path}`)));
}

function runningPairs(folder: string, target: string, python: string | undefined): Set<string> {
  const [first] = findInterpreters();
  const interpreter = python === undefined ? first : { command: python, flask: '' };
  if (interpreter === undefined) throw new Error('no Python with Flask here');
  const pairs = JSON.parse(runScript(interpreter, 'url_map.py', [folder, target])) as [string, string][];
  return new Set(pairs.map(([path, method]) => `${method} ${path}`));
}

async function main([folder, target, python]: string[]): Promise<void> {
  if (folder === undefined || target === undefined) {
    console.error('usage: npx tsx test/oracle/url-map.ts FOLDER MODULE:NAME [PYTHON]');
    process.exitCode = 2;
    return;
  }
  const running = runningPairs(folder, target, python);
  const found = await foundPairs(folder);
  const missed = [...running].filter((pair) => !found.has(pair));
  const surplus = [...found].filter((pair) => !running.has(pair));
  for (const pair of missed) console.log(`- ${pair}   (the app has it, it was not found)`);
  for (const pair of surplus) console.log(`+ ${pair}   (found, but the app has it not)`);
  const counts = [running.size, running.size - missed.length, missed.length, surplus.length].map(String);
  console.log(
    `${counts[0] ?? ''} pairs in url_map, ${counts[1] ?? ''} found, ${counts[2] ?? ''} missed, ${counts[3] ?? ''} surplus`,
  );
  process.exitCode = missed.length + surplus.length > 0 ? 1 : 0;
}

void main(process.argv.slice(2));
