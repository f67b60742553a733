/** Runs the command line as a process of its own, from its source. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');

/** What a run left behind. */
export interface CommandLineRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `api-key-guard <args>` in `cwd`, without a terminal. */
export function runCommandLine(
  args: readonly string[],
  { cwd = root, environment = {} }: { cwd?: string; environment?: Readonly<Record<string, string>> } = {},
): CommandLineRun {
  const loader = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [loader, path.join(root, 'src', 'cli', 'main.ts'), ...args],
    {
      cwd,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
      maxBuffer: 64 * 1024 * 1024,
      timeout: 60_000,
    },
  );
  return { status, stdout, stderr };
}
