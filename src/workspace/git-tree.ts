/** Reads the files of a git revision without checking it out. */
import { spawnSync } from 'node:child_process';
import type { Buffer } from 'node:buffer';
import { decodeSource } from './decode';
import type { WorkspaceFile } from './read-workspace';
import { UserError } from './user-error';

const maximumOutput = 1024 * 1024 * 1024;

/** The wanted files below `root` at a revision, named relative to `root`. Throws a `UserError` without the revision. */
export function readTree(root: string, revision: string, wants: (file: string) => boolean): readonly WorkspaceFile[] {
  const commit = resolveCommit(root, revision);
  const entries = git(root, ['ls-tree', '-r', '-z', commit], '')
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      // Mode 100…: a file; links and submodules are not followed in the working tree either.
      const [, object, file] = /^100\d+ blob ([0-9a-f]+)\t([^]+)$/.exec(line) ?? [];
      return object !== undefined && file !== undefined && wants(file) ? [{ object, file }] : [];
    });
  const batch = git(root, ['cat-file', '--batch'], entries.map(({ object }) => `${object}\n`).join(''));
  let offset = 0;
  return entries.map(({ file }) => {
    const headEnd = batch.indexOf(10, offset);
    const size = Number(batch.toString('latin1', offset, headEnd).split(' ')[2]);
    const bytes = batch.subarray(headEnd + 1, headEnd + 1 + size);
    offset = headEnd + 1 + size + 1;
    return { file, ...decodeSource(bytes) };
  });
}

/** Files of the revision that have another name today: new name → old name. Only files that git tracks. */
export function renamedFiles(root: string, revision: string): ReadonlyMap<string, string> {
  const commit = resolveCommit(root, revision);
  const fields = git(
    root,
    ['diff', '--no-ext-diff', '--no-textconv', '--relative', '-M', '--diff-filter=R', '--name-status', '-z', commit],
    '',
  )
    .toString('utf8')
    .split('\0');
  const renamed = new Map<string, string>();
  for (let at = 0; at + 2 < fields.length; at += 3) renamed.set(fields[at + 2] ?? '', fields[at + 1] ?? '');
  return renamed;
}

function resolveCommit(root: string, revision: string): string {
  const { status, stdout } = run(
    root,
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    '',
  );
  if (status === 0) return stdout.toString('latin1').trim();
  throw new UserError(
    `git knows no revision "${revision}" in ${root}; fetch it first (actions/checkout: fetch-depth: 0)`,
  );
}

function git(root: string, args: readonly string[], input: string): Buffer {
  const { status, stdout, stderr } = run(root, args, input);
  if (status === 0) return stdout;
  throw new UserError(`git ${args[0] ?? ''} failed: ${stderr.toString('utf8').trim()}`);
}

/** Keeps a repository's own configuration from starting programs: https://git-scm.com/docs/git-config#Documentation/git-config.txt-corefsmonitor */
function run(root: string, args: readonly string[], input: string) {
  const result = spawnSync('git', ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false', ...args], {
    cwd: root,
    input,
    maxBuffer: maximumOutput,
  });
  if (result.error) throw new UserError(`git cannot be run: ${result.error.message}`);
  return result;
}
