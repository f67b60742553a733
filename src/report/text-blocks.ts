/** Pieces that the terminal's reports share. */
import type { UnreadableFile } from '../core/results/results';
import type { Ink } from './ink';
import { groupedNumber } from './grouped-number';
import type { DocumentStep } from './routes-document';

/** `1 route`, `1,234 routes`. */
export function counted(count: number, noun: string): string {
  return `${groupedNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Items by file, in the order in which the files first appear. */
export function groupByFile<Item extends { readonly file: string }>(
  items: readonly Item[],
): readonly (readonly [file: string, items: readonly Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(item.file);
    if (group === undefined) groups.set(item.file, [item]);
    else group.push(item);
  }
  return [...groups];
}

/** Evidence, one step a line, `file:line` first, so that a terminal makes it a link. */
export function stepLines(steps: readonly DocumentStep[], indent: string, ink: Ink): readonly string[] {
  const width = Math.max(0, ...steps.map(({ file, line }) => `${file}:${line}`.length));
  return steps.map(({ file, line, says }) => `${indent}${ink.dim(`↳ ${`${file}:${line}`.padEnd(width)}  ${says}`)}`);
}

/** Files that nobody should take for judged. */
export function unreadableLines(files: readonly UnreadableFile[], ink: Ink): readonly string[] {
  if (files.length === 0) return [];
  return [
    ink.underline(`${counted(files.length, 'file')} could not be judged, or only in part`),
    ...files.map(({ file, reason }) => `  ${file}  ${ink.dim(reason)}`),
  ];
}
