/**
 * Reads `git diff --cached --raw -p -z` with unlimited context: in one answer of one process it holds, for each file that
 * the commit changes, the whole new content and which of its lines are new.
 * https://git-scm.com/docs/git-diff#_raw_output_format
 */

/** New content of a file, and for each of its lines (ended by `\n`) whether the commit adds it. */
export interface DiffedContent {
  readonly bytes: Buffer;
  readonly added: readonly boolean[];
}

/** One file that the commit would add or change. */
export interface IndexEntry {
  /** Relative to the repository's top, as git has it. */
  readonly name: Buffer;
  /** `100644`, `100755`, `120000` for a link, `160000` for a submodule. */
  readonly mode: string;
  readonly oldObject: string;
  readonly newObject: string;
  /** Two sides of a conflict that nobody has settled. */
  readonly isUnmerged: boolean;
  /** `binary` where git shows none; undefined where nothing but the name or mode changes. */
  readonly content: DiffedContent | 'binary' | undefined;
}

/** What `parseIndexDiff` reads; a larger file is `binary`, unread. */
export function indexDiffArguments(largestBytes: number, against: string | undefined): readonly string[] {
  return [
    ...['-c', `core.bigFileThreshold=${largestBytes}`, '-c', 'diff.suppressBlankEmpty=false'],
    ...['diff', '--cached', '--raw', '--patch', '-z', '--no-abbrev', '--full-index', '--unified=100000000'],
    ...['--find-renames', '--no-color', '--no-ext-diff', '--no-textconv', '--no-relative', '--submodule=short'],
    ...[
      '--src-prefix=a/',
      '--dst-prefix=b/',
      '--diff-filter=ACMRTU',
      ...(against === undefined ? [] : [against]),
      '--',
    ],
  ];
}

/** The entries, in git's order. */
export function parseIndexDiff(output: Buffer): readonly IndexEntry[] {
  const { entries, end } = readRaw(output);
  const contents = readPatches(output, end);
  return entries.map((entry) => ({ ...entry, content: contents.get(`${entry.oldObject}..${entry.newObject}`) }));
}

type RawEntry = Omit<IndexEntry, 'content'>;

const zero = 0;
const lineFeed = 10;
const colon = 58;

function readRaw(output: Buffer): { readonly entries: readonly RawEntry[]; readonly end: number } {
  const entries: RawEntry[] = [];
  let at = 0;
  const field = (): Buffer => {
    const end = output.indexOf(zero, at);
    const bytes = output.subarray(at, end === -1 ? output.length : end);
    at += bytes.length + 1;
    return bytes;
  };
  while (output[at] === colon) {
    const [, mode = '', oldObject = '', newObject = '', status = ''] = field().toString().slice(1).split(' ');
    let name = field();
    // A rename has both names.
    if (/^[RC]/.test(status)) name = field();
    // A changed type is deleted and created, so that all of its lines are new.
    const old = status === 'T' ? '0'.repeat(oldObject.length) : oldObject;
    entries.push({ name, mode, oldObject: old, newObject, isUnmerged: status === 'U' });
  }
  return { entries, end: at };
}

function readPatches(output: Buffer, start: number): ReadonlyMap<string, IndexEntry['content']> {
  const contents = new Map<string, IndexEntry['content']>();
  let objects = '';
  let at = start;
  while (at < output.length) {
    const end = endOfLine(output, at);
    // Only header lines are read here: a hunk is stepped over by its own counts, whatever its lines look like.
    const line = output.toString('latin1', at, Math.min(end, at + 300));
    at = end + 1;
    const index = /^index ([0-9a-f]+\.\.[0-9a-f]+)/.exec(line);
    if (index?.[1] !== undefined) objects = index[1];
    else if (line.startsWith('Binary files ')) contents.set(objects, 'binary');
    const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    const { content, end: behind } = readHunk(output, at, Number(hunk[1] ?? 1), Number(hunk[2] ?? 1));
    contents.set(objects, content);
    at = behind;
  }
  return contents;
}

/** With unlimited context one hunk is the whole file. */
function readHunk(
  output: Buffer,
  start: number,
  oldLines: number,
  newLines: number,
): { readonly content: DiffedContent; readonly end: number } {
  const pieces: Buffer[] = [];
  const added: boolean[] = [];
  let at = start;
  let oldLeft = oldLines;
  let isLastNew = false;
  while (at < output.length) {
    const sign = String.fromCharCode(output[at] ?? 0);
    if (sign === '\\') {
      // "\ No newline at end of file", about the line before.
      const last = pieces.pop();
      if (last) pieces.push(isLastNew ? last.subarray(0, -1) : last);
    } else if (oldLeft === 0 && added.length === newLines) break;
    const end = endOfLine(output, at);
    isLastNew = sign === '+' || sign === ' ';
    if (isLastNew) {
      pieces.push(output.subarray(at + 1, end + 1));
      added.push(sign === '+');
    }
    if (sign === '-' || sign === ' ') oldLeft--;
    at = end + 1;
  }
  return { content: { bytes: Buffer.concat(pieces), added }, end: at };
}

function endOfLine(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(lineFeed, from);
  return end === -1 ? bytes.length : end;
}
