/**
 * Since when keys stand in git's history. Not by `git log -S`: a key must not stand among a process's arguments, which
 * every user of the machine can read; git tells what each commit added, and the key is looked for here.
 */
import { type GitOptions, runGit } from './run-git';

/** The oldest commit that is known to hold a key. */
export interface KeyOrigin {
  /** Abbreviated hash. */
  readonly commit: string;
  /** `2026-01-31`, the author's date. */
  readonly date: string;
  /** The search was ended before it had seen all commits. */
  readonly orEarlier: boolean;
}

/** A key, and the file whose history is searched for it, relative to git's folder. The value never leaves this process. */
export interface SoughtKey {
  readonly file: string;
  readonly value: string;
}

const mark = '\u0001commit ';

/** Origin of each key that the history of its file holds; `longest` milliseconds are spent at most. */
export async function findKeyOrigins(
  keys: readonly SoughtKey[],
  options: GitOptions & { readonly longest: number },
): Promise<ReadonlyMap<SoughtKey, KeyOrigin>> {
  const origins = new Map<SoughtKey, KeyOrigin>();
  const files = [...new Set(keys.map(({ file }) => `:(literal)${file}`))];
  if (files.length === 0) return origins;
  const { output, isCut } = await runGit(
    [
      ...['log', '--patch', '--unified=0', '--no-color', '--no-ext-diff', '--no-textconv', '--no-show-signature'],
      ...['--no-renames', `--format=${mark}%h %as`, '--', ...files],
    ],
    options,
  );
  // From the newest to the oldest, so that the last one that adds a key is the first that had it.
  for (const part of output.toString('utf8').split(mark).slice(1)) {
    const [, commit = '', date = ''] = /^(\S+) (\S+)/.exec(part) ?? [];
    const added = part.split('\n').filter((line) => line.startsWith('+'));
    for (const key of keys)
      if (added.some((line) => line.includes(key.value))) origins.set(key, { commit, date, orEarlier: isCut });
  }
  return origins;
}
