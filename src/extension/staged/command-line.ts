/** Runs the command line that ships beside the extension, on the editor's own Node: what the commit hook runs, too. */
import { execFile } from 'node:child_process';
import path from 'node:path';

/** What a run said. */
export interface CommandLineAnswer {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs `api-key-guard` in a folder, with the git that the editor uses. */
export function runCommandLine(args: readonly string[], cwd: string, git: string): Promise<CommandLineAnswer> {
  const search = [...(path.isAbsolute(git) ? [path.dirname(git)] : []), process.env.PATH ?? ''].join(path.delimiter);
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- an editor started by git must not pass its index on
  const { GIT_DIR, GIT_INDEX_FILE, GIT_WORK_TREE, ...inherited } = process.env;
  const env = { ...inherited, PATH: search, ELECTRON_RUN_AS_NODE: '1' };
  return new Promise((resolve) => {
    const cli = path.join(__dirname, 'cli.js');
    execFile(process.execPath, [cli, ...args], { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, output, errors) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 2;
      resolve({ status, output, errors: errors || (error?.message ?? '') });
    });
  });
}
