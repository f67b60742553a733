/** A look at a file's text that is far cheaper than parsing it: may a key literal stand here at all? */
import { providerHint } from './provider-formats';
import { valueShape } from './values';

const keyWord = /key|token|secret|passw|passphrase|pwd|credential|authorization|compare_digest|(?:db|smtp|mail|user|ftp|admin|root)_?pass\b/gi;
const literal = /(["'])([^"'\n]{1,512})\1/g;
/** An open bracket or a backslash: what is named here may stand on the next lines. */
const goesOn = /[[({\\]\s*(?:#.*)?$/;
const linesAhead = 6;

/** True when a key-like word stands on a line with a literal that may be a key, or opens lines that hold one. */
export function mayHoldKey(text: string): boolean {
  if (providerHint.test(text)) return true;
  keyWord.lastIndex = 0;
  while (keyWord.exec(text) !== null) {
    const start = text.lastIndexOf('\n', keyWord.lastIndex - 1) + 1;
    let end = endOfLine(text, keyWord.lastIndex);
    if (goesOn.test(text.slice(Math.max(start, end - 200), end))) for (let line = 0; line < linesAhead; line++) end = endOfLine(text, Math.min(end + 1, text.length));
    if (holdsLiteral(text.slice(start, Math.min(end, start + 4000)))) return true;
    // Never moved back: each line is looked at once, or a one-line file would cost its length squared.
    keyWord.lastIndex = Math.max(endOfLine(text, keyWord.lastIndex), keyWord.lastIndex);
  }
  return false;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function holdsLiteral(lines: string): boolean {
  literal.lastIndex = 0;
  for (let match = literal.exec(lines); match !== null; match = literal.exec(lines)) {
    const shape = valueShape(match[2] ?? '');
    if (shape !== null && shape !== 'word' && shape !== 'text') return true;
    // Short or wordy ones count only beside a comparison or as Flask's own key.
    if (/[!=]=|\bin\b|compare_digest|secret_?key/i.test(lines) && valueShape(match[2] ?? '', 3) !== null) return true;
  }
  return false;
}
