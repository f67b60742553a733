/** `npm run test:extension`: one suite in real VS Codes. Arguments choose runs by name; without any, all run. */
import { installEditor } from './editor/install';
import {
  buildExtension,
  buildSuite,
  demoWorkspace,
  multiRootWorkspace,
  packageExtension,
  workspaceWithoutPython,
} from './editor/prepare';
import { runInPage, type Totals } from './editor/run-in-page';
import { pageAddress, remoteFile, startEditor } from './editor/server';
import { rememberWorkspace } from './editor/remember-workspace';
import { newest, oldest, root, type EditorVersion } from './editor/versions';
import { runServer } from './server-run';
import { runInterface } from './interface-run';
import { runReport } from './report-run';
import { runVerify } from './verify-run';
import { runStaged } from './staged-run';
import { runWeb } from './editor/web';

const largestVsix = 1.5 * 1024 * 1024;

const runs: Readonly<Record<string, (suite: string) => Promise<Totals>>> = {
  server: runServer,
  oldest: (suite) => runVersion(oldest, demoWorkspace(), suite, root),
  newest: (suite) => runVersion(newest, demoWorkspace(), suite, root),
  interface: () => runInterface(newest),
  'interface-oldest': () => runInterface(oldest),
  verify: () => runVerify(newest),
  report: () => runReport(newest),
  staged: () => runStaged(newest),
  'multi-root': (suite) => runVersion(oldest, multiRootWorkspace(), suite, root),
  'no-python': (suite) => runVersion(newest, workspaceWithoutPython(), suite, root),
  vsix: runPackaged,
  web: runWeb,
};

async function runPackaged(suite: string): Promise<Totals> {
  const { unpacked, standIn, bytes } = await packageExtension();
  const isSmall = bytes <= largestVsix;
  console.log(`  ${isSmall ? '✔' : '✘'} the .vsix has ${(bytes / 1024 / 1024).toFixed(2)} MB, at most 1.5`);
  const totals = await runVersion(newest, demoWorkspace(), suite, standIn, { 'api-key-guard': unpacked });
  return { passed: totals.passed + Number(isSmall), failed: totals.failed + Number(!isSmall) };
}

async function runVersion(
  version: EditorVersion,
  workspace: string,
  suite: string,
  extension: string,
  installed: Readonly<Record<string, string>> = {},
): Promise<Totals> {
  const editor = await startEditor(await installEditor(version), { installed, runsTests: true });
  try {
    if (workspace.endsWith('.code-workspace')) await rememberWorkspace(editor, workspace);
    const payload: [string, string][] = [
      ['extensionDevelopmentPath', remoteFile(editor.port, extension)],
      ['extensionTestsPath', remoteFile(editor.port, suite)],
      ['skipWelcome', 'true'],
    ];
    return await runInPage(pageAddress(editor.port, workspace, payload));
  } finally {
    editor.stop();
  }
}

async function main(): Promise<void> {
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(runs);
  await buildExtension();
  const suite = await buildSuite();
  let passed = 0;
  let failed = 0;
  for (const name of wanted) {
    const run = runs[name];
    if (!run) throw new Error(`Unknown run ${name}: choose among ${Object.keys(runs).join(', ')}`);
    console.log(`\nVS Code, ${name}`);
    const started = Date.now();
    const totals = await run(suite).catch((error: unknown) => {
      console.log(`  ✘ ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return { passed: 0, failed: 1 };
    });
    console.log(
      `  ${totals.passed} of ${totals.passed + totals.failed} in ${((Date.now() - started) / 1000).toFixed(1)} s`,
    );
    passed += totals.passed;
    failed += totals.failed;
  }
  process.exitCode = failed > 0 ? 1 : 0;
  console.log(`\n${passed} passed, ${failed} failed`);
}

void main();
