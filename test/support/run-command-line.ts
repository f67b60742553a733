/** Runs the command line as a process of its own, as it ships. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { builtCommandLine } from './built-command-line';

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
  const { status, stdout, stderr } = spawnSync(process.execPath, [builtCommandLine(), ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}
