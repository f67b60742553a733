/** What a commit would add: the index's own contents, not the working files, with the lines that are new. */
import type { UnreadableFile } from '../core/results/results';
import type { StagedText } from '../core/analysis/staged-findings';
import { isTextByName } from '../core/secrets/file-formats';
import { readBlobs } from './blobs';
import { decodeBlob } from './decode-blob';
import { type IndexEntry, indexDiffArguments, parseIndexDiff } from './index-diff';
import { plainPath, quotedPath } from './quoted-path';
import { commitsBeingMerged, type Repository } from './repository';
import { type GitOptions, readGit } from './run-git';

/** A larger file is data: it is named, and not read. */
const largestBytes = 5 * 1024 * 1024;

/** Texts that can be checked, and files that cannot. */
export interface StagedFiles {
  readonly texts: readonly StagedText[];
  /** Files that nobody should take for checked. */
  readonly unreadable: readonly UnreadableFile[];
  /** Files without text for us: pictures and the like, and pointers to what git-lfs keeps. */
  readonly binary: readonly string[];
  /** A file's name as it is shown. */
  readonly nameOf: (file: string) => string;
}

/**
 * Reads what is staged, with one git process; with a second and third where git takes a file for binary, and one more for
 * each commit that is being merged. Throws a `UserError` when git fails.
 */
export async function readStagedFiles(repository: Repository, options: GitOptions): Promise<StagedFiles> {
  const entries = (await readEntries(undefined, options)).filter(({ mode }) => /^100|^000000/.test(mode));
  const parents = await Promise.all(
    commitsBeingMerged(repository).map(async (commit) => linesThatAreNew(await readEntries(commit, options))),
  );
  const hidden = entries.filter(({ name, content }) => content === 'binary' && isTextByName(plainPath(name)));
  const blobs = await readBlobs(
    hidden.flatMap(({ oldObject, newObject }) => [oldObject, newObject]),
    largestBytes,
    options,
  );
  const texts: StagedText[] = [];
  const unreadable: UnreadableFile[] = [];
  const binary: string[] = [];
  const names = new Map<string, string>();
  for (const entry of entries) {
    const file = plainPath(entry.name);
    names.set(file, quotedPath(entry.name));
    const content = contentOf(entry, blobs);
    if (content === undefined) continue;
    if ('reason' in content) unreadable.push({ file, reason: content.reason });
    else if (content.text === undefined || isLfsPointer(content.text)) binary.push(file);
    else {
      const { text, added } = content;
      const isNew = (line: number): boolean =>
        (added[line] ?? true) && parents.every((parent) => isAddedTo(parent.get(key(entry)), line));
      texts.push({ file, text, isNew });
    }
  }
  return { texts, unreadable, binary, nameOf: (file) => names.get(file) ?? file };
}

async function readEntries(against: string | undefined, options: GitOptions): Promise<readonly IndexEntry[]> {
  return parseIndexDiff(await readGit(indexDiffArguments(largestBytes, against), options));
}

/** What the other side of a merge has already is not new, though this side's diff says so. */
function linesThatAreNew(entries: readonly IndexEntry[]): ReadonlyMap<string, readonly boolean[]> {
  return new Map(
    entries.flatMap((entry) => {
      if (entry.content === undefined) return [];
      return [[key(entry), entry.content === 'binary' ? [] : entry.content.added]];
    }),
  );
}

function isAddedTo(added: readonly boolean[] | undefined, line: number): boolean {
  return added !== undefined && (added[line] ?? true);
}

function key({ name, newObject }: IndexEntry): string {
  return `${newObject} ${name.toString('latin1')}`;
}

type Content = { readonly text: string | undefined; readonly added: readonly boolean[] } | { readonly reason: string };

function contentOf(entry: IndexEntry, blobs: ReadonlyMap<string, Buffer | number>): Content | undefined {
  const { content, isUnmerged } = entry;
  if (isUnmerged) return { reason: 'has conflicts; nothing of it can be committed' };
  if (content === undefined) return undefined;
  if (content !== 'binary') return { text: decodeBlob(content.bytes), added: content.added };
  if (!isTextByName(plainPath(entry.name))) return { text: undefined, added: [] };
  const bytes = blobs.get(entry.newObject);
  if (bytes === undefined) return { reason: 'its staged content is missing from the repository' };
  if (typeof bytes === 'number') return { reason: `larger than ${largestBytes / 1024 / 1024} MB, not checked` };
  const text = decodeBlob(bytes);
  const before = blobs.get(entry.oldObject);
  const known = new Set(before instanceof Buffer ? decodeBlob(before)?.split('\n') : []);
  return { text, added: text?.split('\n').map((line) => !known.has(line)) ?? [] };
}

/** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
function isLfsPointer(text: string): boolean {
  return text.length < 1024 && text.startsWith('version https://git-lfs.github.com/spec/');
}
