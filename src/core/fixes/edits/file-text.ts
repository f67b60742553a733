import type { Span } from '../../text/span';

/** One file's text as edits need it: its lines, indentation and line ends. Offsets are of the unedited text. */
export interface FileText {
  readonly file: string;
  readonly text: string;
  /** Line end that the file uses; the first one decides. */
  readonly eol: string;
}

/** Describes a text. */
export function fileText(file: string, text: string): FileText {
  return { file, text, eol: /\r\n|\n|\r/.exec(text)?.[0] ?? '\n' };
}

/** Offset of the first unit of the line that holds an offset. */
export function lineStart({ text }: FileText, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
}

/** Offset behind the last unit of the line that holds an offset, before its line end. */
export function lineEnd({ text }: FileText, offset: number): number {
  let end = offset;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
  return end;
}

/** Offset of the line after the one that holds an offset; the text's length on the last line. */
export function nextLine(source: FileText, offset: number): number {
  const end = lineEnd(source, offset);
  return end + (source.text.startsWith('\r\n', end) ? 2 : end < source.text.length ? 1 : 0);
}

/** Blanks before a statement, undefined when something else stands before it on its line. */
export function indentationOf(source: FileText, offset: number): string | undefined {
  const before = source.text.slice(lineStart(source, offset), offset);
  return /^[ \t\f]*$/.test(before) ? before : undefined;
}

/** Text of a node. */
export function slice({ text }: FileText, node: Span): string {
  return text.slice(node.start, node.end);
}
