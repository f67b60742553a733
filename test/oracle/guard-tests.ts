/**
 * `npm run test:guard-tests`: the pytest module that `guard-tests` writes for the demo, run by real pytest, fails for just
 * the routes that anyone can call, and for none once they are declared public.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createSession } from '../support/session';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder';
import { fixturesFolder } from '../support/fixture-apps';
import { putFile, readWorkspace } from '../../src/workspace/read-workspace';
import { defaultSettings } from '../../src/core/analysis/settings';

const open = ['GET /export', 'GET /admin', 'POST /api/partners/', 'DELETE /api/partners/<name>'];

/** Routes for which the written tests fail in a copy of the demo. */
async function failingRoutes(publicRoutes: readonly string[]): Promise<readonly string[]> {
  const folder = temporaryFolder();
  cpSync(path.join(fixturesFolder, 'demo'), folder, { recursive: true });
  const session = await createSession();
  session.configure({ ...defaultSettings, publicRoutes });
  for (const file of readWorkspace(folder)) putFile(session, file);
  const made = session.guardTests();
  if (!made) throw new Error('no app was found in the demo');
  mkdirSync(path.join(folder, path.dirname(made.file)));
  writeFileSync(path.join(folder, made.file), made.text);
  const run = spawnSync('/usr/bin/python3', ['-B', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', made.file], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (!/\d+ passed/.test(run.stdout))
    throw new Error(`pytest did not run (apt-get install python3-pytest):\n${run.stdout}${run.stderr}`);
  return [
    ...new Set([...run.stdout.matchAll(/^FAILED .*\[(.+)-(?:no|empty|wrong) key\]/gm)].map(([, route = '']) => route)),
  ];
}

async function main(): Promise<void> {
  const cases = [
    { publicRoutes: [], expected: open },
    { publicRoutes: ['/export', '/admin', '/api/partners/**'], expected: [] },
  ];
  let failed = 0;
  for (const { publicRoutes, expected } of cases) {
    const found = await failingRoutes(publicRoutes);
    const isRight = [...found].sort().join() === [...expected].sort().join();
    if (!isRight) failed++;
    console.log(
      `  ${isRight ? '✔' : '✘'} public: ${publicRoutes.join(' ') || 'none'}; open: ${found.join(', ') || 'none'}`,
    );
  }
  removeTemporaryFolders();
  console.log(`${cases.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

void main();
