/**
 * `npm run test:desktop`: the suite in a desktop VS Code, which @vscode/test-electron downloads. No part of `npm test`:
 * it needs Microsoft's update server (or VSCODE_EXECUTABLE, the path of an installed VS Code's binary) and a display.
 */
import { existsSync } from 'node:fs';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import {
  buildExtension,
  buildSuite,
  demoWorkspace,
  multiRootWorkspace,
  workspaceWithoutPython,
} from './editor/prepare';
import { runFolder } from './editor/run-folder';
import { cache, root } from './editor/versions';

const server = 'https://update.code.visualstudio.com';

/** Exit status of a machine that lacks something. */
const missing = 2;

async function main(): Promise<number> {
  const lack = await whatIsMissing();
  if (lack !== undefined) {
    console.error(`test:desktop: ${lack}`);
    return missing;
  }
  const vscodeExecutablePath =
    process.env.VSCODE_EXECUTABLE ??
    (await downloadAndUnzipVSCode({ version: process.argv[2] ?? 'stable', cachePath: cache }));
  await buildExtension();
  const extensionTestsPath = await buildSuite();
  let failed = 0;
  for (const workspace of [demoWorkspace(), multiRootWorkspace(), workspaceWithoutPython()]) {
    const user = ['--user-data-dir', runFolder(), '--extensions-dir', runFolder()];
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const launchArgs = [workspace, '--disable-workspace-trust', '--skip-welcome', ...user, ...sandbox];
    const options = { vscodeExecutablePath, extensionDevelopmentPath: root, extensionTestsPath, launchArgs };
    failed += await runTests(options).catch((error: unknown) => {
      console.error(String(error));
      return 1;
    });
  }
  return failed === 0 ? 0 : 1;
}

/** In one line, with what to do; undefined when nothing is. */
async function whatIsMissing(): Promise<string | undefined> {
  const executable = process.env.VSCODE_EXECUTABLE;
  if (executable !== undefined && !existsSync(executable)) return `VSCODE_EXECUTABLE names no file: ${executable}`;
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return 'there is no display: run it as `xvfb-run -a npm run test:desktop`.';
  if (executable !== undefined) return undefined;
  try {
    const answer = await fetch(`${server}/api/releases/stable`, { signal: AbortSignal.timeout(10_000) });
    if (answer.ok) return undefined;
    throw new Error(answer.statusText);
  } catch {
    return `cannot reach ${server}, which VS Code is downloaded from; set VSCODE_EXECUTABLE to the binary of an installed one.`;
  }
}

void main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
