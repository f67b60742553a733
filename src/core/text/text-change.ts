/** One replacement that makes a text of another: what stood at `start` to `oldEnd` ends at `newEnd` now. */
export interface TextChange {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** The smallest change from one text to another. */
export function changeBetween(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same++;
  return { start, oldEnd: before.length - same, newEnd: after.length - same };
}

/** Where an offset of the text before a change stands after it; what was replaced ends where the new text ends. */
export function offsetAfter({ start, oldEnd, newEnd }: TextChange, offset: number): number {
  if (offset <= start) return offset;
  return offset >= oldEnd ? offset + newEnd - oldEnd : Math.min(offset, newEnd);
}
