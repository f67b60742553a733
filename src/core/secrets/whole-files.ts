/** Files that hold nothing but a key and say so by their name: `db_password.txt`, `.vault_pass`, `master.key`. */
import { keyNameStrength } from './names';
import type { Entry } from './text-entries';

/** A larger file holds more than a key. */
const longestFile = 2000;

/** The one line of such a file, comments aside, under the file's name. */
export function readWholeFile(file: string, text: string): readonly Entry[] {
  if (text.length > longestFile) return [];
  const base = file.slice(file.lastIndexOf('/') + 1).replace(/\.txt$/i, '');
  const name = [base.replace(/^.*\./, ''), base.replace(/^\.|\.\w+$/g, '')]
    .map((part) => part.replace(/pass$/i, 'password'))
    .find((part) => keyNameStrength(part) !== null);
  if (name === undefined) return [];
  const [only, ...others] = text.matchAll(/^[ \t]*([^\s#][^\r\n]*?)[ \t]*\r?$/gm);
  const value = only?.[1] ?? '';
  if (!only || others.length > 0 || !/^[^\s=:<>"']{8,}$/.test(value)) return [];
  const start = only.index + only[0].indexOf(value);
  return [{ name, value, isQuoted: false, start, end: start + value.length }];
}
