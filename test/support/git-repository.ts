/** Real git repositories in temporary folders. */
import { execFileSync } from 'node:child_process';
import { temporaryFolder, writeFiles } from './temporary-folder';

/** Whatever this machine's own git configuration says must not matter, nor that a hook may run these tests. */
export const gitEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ann',
  GIT_AUTHOR_EMAIL: 'ann@example.com',
  GIT_COMMITTER_NAME: 'Ann',
  GIT_COMMITTER_EMAIL: 'ann@example.com',
  GIT_AUTHOR_DATE: '2026-01-31T12:00:00Z',
};

/** Runs git in a folder; throws with what git said when it fails. */
export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: gitEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A new repository with these files committed; without any it has no commit yet. */
export function gitRepository(committed: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = temporaryFolder();
  git(folder, 'init', '--quiet', '--initial-branch=main');
  if (Object.keys(committed).length > 0) commit(folder, committed);
  return folder;
}

/** Writes files and stages them. */
export function stage(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  writeFiles(folder, files);
  git(folder, 'add', '--all');
}

/** Writes files and commits them, without any hook. */
export function commit(folder: string, files: Readonly<Record<string, string | Buffer>>, message = 'files'): void {
  stage(folder, files);
  git(folder, 'commit', '--quiet', '--no-verify', '--message', message);
}
