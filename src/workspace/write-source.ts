/** Writes a changed source file: whole or not at all, and only over the very text that was read. */
import { Buffer } from 'node:buffer';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { decodeSource } from './decode';
import { readFailure } from './read-source';

const mark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Replaces `before` by `after` in `file` below `root`; gives the reason when it was not done. */
export function writeChanged(root: string, file: string, before: string, after: string): string | undefined {
  const target = path.join(root, file);
  try {
    const stats = lstatSync(target);
    if (!stats.isFile()) return 'not a regular file';
    if (!isInside(realpathSync(target), realpathSync(root))) return 'lies outside of the project';
    const bytes = readFileSync(target);
    const decoded = decodeSource(bytes);
    if (!('text' in decoded) || decoded.text !== before) return 'changed since it was read; run the command again';
    const hasMark = bytes.subarray(0, 3).equals(mark);
    const encode = (text: string) => Buffer.concat([hasMark ? mark : Buffer.alloc(0), Buffer.from(text, 'utf8')]);
    if (!encode(before).equals(bytes)) return 'not encoded in UTF-8';
    replace(target, encode(after), stats.mode);
    return undefined;
  } catch (error) {
    return readFailure(error);
  }
}

function isInside(inner: string, outer: string): boolean {
  return inner.startsWith(outer.endsWith(path.sep) ? outer : outer + path.sep);
}

/** A reader sees the old file or the new one, never a half. */
function replace(target: string, bytes: Buffer, mode: number): void {
  const temporary = `${target}.${String(process.pid)}.tmp`;
  const descriptor = openSync(temporary, 'wx', mode);
  try {
    writeSync(descriptor, bytes);
    fchmodSync(descriptor, mode);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
