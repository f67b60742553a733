/** Half-open range of UTF-16 offsets in one file's text. Offsets, never lines: lines are computed at the edges. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span in a named file; `file` is relative to the workspace root, with `/`. */
export interface Location {
  readonly file: string;
  readonly span: Span;
}

/** Whether two spans begin and end at the same offsets. */
export function isSameSpan(left: Span, right: Span): boolean {
  return left.start === right.start && left.end === right.end;
}
