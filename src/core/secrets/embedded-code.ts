import type { Span } from '../text/span';

/** Code that stands inside another format; `offsetOf` gives the place in the whole text of an offset in the code. */
export interface EmbeddedCode {
  readonly language: string;
  readonly code: string;
  readonly offsetOf: (offset: number) => number;
}

/** A place of embedded code as a place of the text around it. */
export function spanIn({ offsetOf }: EmbeddedCode, { start, end }: Span): Span {
  return { start: offsetOf(start), end: offsetOf(end) };
}

const fence = /^([ \t]*)(`{3,}|~{3,})[ \t]*([\w+-]*)[^\n]*\n([\s\S]*?)^[ \t]*\2/gm;

/** The fenced code blocks of Markdown. https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
export function readFences(text: string): readonly EmbeddedCode[] {
  return [...text.matchAll(fence)].map((match) => {
    const code = match[4] ?? '';
    const start = match.index + match[0].indexOf('\n') + 1;
    return { language: (match[3] ?? '').toLowerCase(), code, offsetOf: (offset) => start + offset };
  });
}

const sourceList = /"source"\s*:\s*(\[(?:\s*"(?:[^"\\]|\\.)*"\s*,?)*\s*\]|"(?:[^"\\]|\\.)*")/g;
const jsonString = /"((?:[^"\\]|\\.)*)"/g;

/** The cells of a notebook, with each character's place in its JSON. https://nbformat.readthedocs.io/en/latest/format_description.html */
export function readCells(text: string): readonly EmbeddedCode[] {
  return [...text.matchAll(sourceList)].map((match) => {
    const list = match[1] ?? '';
    const from = match.index + match[0].length - list.length;
    const offsets: number[] = [];
    let code = '';
    for (const line of list.matchAll(jsonString)) {
      const start = from + line.index + 1;
      for (const piece of (line[1] ?? '').matchAll(/\\(?:u[0-9a-fA-F]{4}|.)|[\s\S]/g)) {
        code += unescapePiece(piece[0]);
        offsets.push(start + piece.index);
      }
    }
    return { language: 'python', code, offsetOf: (offset) => offsets[offset] ?? from + list.length - 1 };
  });
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** One UTF-16 unit, as JSON writes it. https://www.rfc-editor.org/rfc/rfc8259#section-7 */
function unescapePiece(piece: string): string {
  if (piece.length === 1) return piece;
  const letter = piece[1] ?? '';
  return letter === 'u' ? String.fromCharCode(parseInt(piece.slice(2), 16)) : (escapes[letter] ?? letter);
}
