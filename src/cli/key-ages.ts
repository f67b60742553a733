/** Asks git since when the keys that were found are in its history. */
import path from 'node:path';
import type { Finding } from '../core/results/results';
import { findKeyOrigins } from '../git/key-history';
import { findRepository, type Repository } from '../git/repository';
import type { KeySince } from '../report/key-since';
import { keyOf } from '../report/key-text';
import { UserError } from '../workspace/user-error';

/** Milliseconds that a person waits at most to hear how old a key is. */
const longestHistory = 500;

/** What was searched for keys: findings whose files are named relative to `root`, and their texts. */
export interface SearchedProject<Found extends Finding> {
  readonly findings: readonly Found[];
  readonly root: string;
  readonly text: (file: string) => string | undefined;
}

/** Ages of the keys that no marker suppresses; git is asked only where there is one. Throws a `UserError` without git. */
export async function keyAges<Found extends Finding>(
  { findings, root, text }: SearchedProject<Found>,
  repository: Repository,
): Promise<ReadonlyMap<Found, KeySince>> {
  const below = path.relative(repository.root, root).replaceAll(path.sep, '/');
  const sought = findings.flatMap((finding) => {
    const value = finding.suppressed === null ? keyOf(finding, text(finding.file)) : undefined;
    return value === undefined || value === ''
      ? []
      : [{ finding, file: below === '' ? finding.file : `${below}/${finding.file}`, value }];
  });
  const origins = await findKeyOrigins(sought, { cwd: repository.root, longest: longestHistory });
  return new Map(
    sought.flatMap((key) => {
      const origin = origins.get(key);
      return origin ? [[key.finding, origin]] : [];
    }),
  );
}

/** The same for a project that may lie in no repository, on a machine that may have no git: then no age is known. */
export async function keyAgesAtHand<Found extends Finding>(
  project: SearchedProject<Found>,
): Promise<ReadonlyMap<Found, KeySince>> {
  try {
    return await keyAges(project, findRepository(project.root));
  } catch (error) {
    if (error instanceof UserError) return new Map();
    throw error;
  }
}
