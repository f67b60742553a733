/** Where a git repository's parts stand, found without starting git. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../workspace/user-error';

/** A repository with a work tree. */
export interface Repository {
  /** Top of the work tree. */
  readonly root: string;
  /** `.git`, or where its file points: of a worktree and a submodule it stands elsewhere. */
  readonly gitDirectory: string;
}

/** The repository around a folder; throws a `UserError` when there is none. */
export function findRepository(folder: string, environment: NodeJS.ProcessEnv = process.env): Repository {
  // Git sets these for its hooks, and starts them at the top of the work tree.
  const { GIT_DIR, GIT_WORK_TREE } = environment;
  if (GIT_DIR !== undefined && GIT_DIR !== '')
    return { root: path.resolve(folder, GIT_WORK_TREE ?? '.'), gitDirectory: path.resolve(folder, GIT_DIR) };
  for (let root = path.resolve(folder); ; root = path.dirname(root)) {
    const gitDirectory = gitDirectoryOf(root);
    if (gitDirectory !== undefined) return { root, gitDirectory };
    if (root === path.dirname(root)) throw new UserError(`${folder} is not in a git repository`);
  }
}

function gitDirectoryOf(root: string): string | undefined {
  const place = path.join(root, '.git');
  if (!existsSync(place)) return undefined;
  if (statSync(place).isDirectory()) return place;
  const pointer = /^gitdir: (.*)/.exec(readFileSync(place, 'utf8'))?.[1];
  return pointer === undefined ? undefined : path.resolve(root, pointer.trim());
}

/** Commits that are being merged into HEAD: the commit will have them as further parents. */
export function commitsBeingMerged({ gitDirectory }: Repository): readonly string[] {
  const file = path.join(gitDirectory, 'MERGE_HEAD');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^[0-9a-f]{40,64}$/.test(line));
}
