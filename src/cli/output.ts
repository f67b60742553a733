/** Standard output as the commands see it. */
import { ansiInk, type Ink, plainInk } from '../report/ink';

/** Colours when a person looks: https://no-color.org and the usual `FORCE_COLOR`. */
export function outputInk(): Ink {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return plainInk;
  if (FORCE_COLOR && FORCE_COLOR !== '0') return ansiInk;
  return process.stdout.isTTY && TERM !== 'dumb' ? ansiInk : plainInk;
}

/** Writes to standard output, whole: Node finishes the write before it exits. */
export function print(text: string): void {
  process.stdout.write(text);
}

/** Writes a document the way people and diffs like it. */
export function printJson(document: unknown): void {
  print(`${JSON.stringify(document, null, 2)}\n`);
}
