/** Starts git, the only program that this tool ever starts: without a shell, without a pager, without optional locks. */
import { spawn } from 'node:child_process';
import { UserError } from '../workspace/user-error';

/** How git is started. */
export interface GitOptions {
  /** Folder to start in. */
  readonly cwd: string;
  /** Path of git where it is not the one on PATH. */
  readonly git?: string;
  /** Environment to start from; that of this process if left out, which names the index of a commit under way. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Written to standard input. */
  readonly input?: string;
  /** Milliseconds after which git is ended and what it said until then counts. */
  readonly longest?: number;
}

/** What a run of git came to. */
export interface GitRun {
  readonly status: number | null;
  readonly output: Buffer;
  readonly errors: string;
  /** It was ended because it took too long. */
  readonly isCut: boolean;
}

/** Standard output of git; throws a `UserError` with git's own reason when it fails. */
export async function readGit(args: readonly string[], options: GitOptions): Promise<Buffer> {
  const { status, output, errors } = await runGit(args, options);
  if (status === 0) return output;
  throw new UserError(failure(errors, options.cwd));
}

/** Runs git to its end, or until `longest`; throws a `UserError` only when it cannot be started. */
export function runGit(args: readonly string[], options: GitOptions): Promise<GitRun> {
  return new Promise((resolve, reject) => {
    const environment = { ...(options.environment ?? process.env), ...quietly };
    const child = spawn(options.git ?? 'git', args, { cwd: options.cwd, env: environment, windowsHide: true });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    let isCut = false;
    const timer =
      options.longest === undefined
        ? undefined
        : setTimeout(() => {
            isCut = true;
            child.kill();
          }, options.longest);
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(new UserError(notStarted(error)));
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status, output: Buffer.concat(output), errors: Buffer.concat(errors).toString(), isCut });
    });
    // It may have ended without reading.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

/** English messages, and no waiting for a lock or a person: https://git-scm.com/docs/git#_environment_variables */
const quietly = { LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_PAGER: 'cat' };

function notStarted(error: NodeJS.ErrnoException): string {
  return error.code === 'ENOENT' ? 'git is not installed, or not on PATH' : `git cannot be started: ${error.message}`;
}

function failure(errors: string, folder: string): string {
  const lines = errors.split('\n').filter((line) => line.trim() !== '');
  if (errors.includes('not a git repository')) return `${folder} is not in a git repository`;
  // A `.git` was found, but git does not look into it: https://git-scm.com/docs/git-config (`safe.directory`)
  if (errors.includes('usage: git diff --no-index'))
    return `git does not take ${folder} for a repository; where it belongs to another user, "git status" says what to do`;
  const said = lines.find((line) => line.startsWith('fatal:')) ?? lines.at(-1) ?? 'no reason given';
  return `git failed: ${said.replace(/^(?:fatal|error): /, '')}`;
}
