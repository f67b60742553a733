/** A look at a file's text that is far cheaper than parsing it: may a key literal stand here at all? */
import { isGuessable, isTyped, shortestUnder } from './judge-name-value';
import { keyNameStrength } from './names';
import { maySign } from './signing-calls';
import { valueShape } from './values';

const keyWord = /key|token|secret|passw|passphrase|pwd|credential|authorization|compare_digest|_pass\b|_pw\b/gi;
/** Also one that is not closed yet. */
const literal = /(["'])([^"'\n]{1,512})\1|["']([^"'\s]{8,512})$/gm;
const word = /[A-Za-z_][\w-]*/g;
/** An open bracket or a backslash: what is named here may stand on the next lines. */
const goesOn = /[[({\\]\s*(?:#.*)?$/;
const comparison = /(?:[!=]=|\bin)\s*[[({]?\s*[rb]?["']|["']\s*[!=]=|compare_digest/;
const requestReads = /\brequest\b|\bheaders\b|compare_digest/;
const flaskSecretKey = /SECRET_KEY["'\]]*\s*[:=,]|\.secret_key\s*=/;
/** Whatever stands there is a key: also what holds the other quote, or bytes. */
const flaskSecretValue = /(?:\bSECRET_KEY["'\]]*\s*[:=]|\.secret_key\s*=)\s*[rbu]?["'][^"']/;
const passwordWord = /(?:passw(?:or)?d|passphrase|pwd|secret)s?["'\]]*\s*(?::\s*\w+\s*)?=\s*["'][a-z]{3}/i;
/** Constants that a guard compares with what callers send are keys whatever their names: such files are parsed anyway. */
const guards = /\brequest\.(?:headers|authorization)\b/;
const linesAhead = 6;

/** True when a key-like name stands on a line with a literal that may be its key, or opens lines that hold one. */
export function mayHoldKey(text: string): boolean {
  if (guards.test(text) || maySign.test(text)) return true;
  const readsRequest = requestReads.test(text);
  keyWord.lastIndex = 0;
  while (keyWord.exec(text) !== null) {
    const start = text.lastIndexOf('\n', keyWord.lastIndex - 1) + 1;
    const ownEnd = endOfLine(text, keyWord.lastIndex);
    let end = ownEnd;
    if (goesOn.test(text.slice(Math.max(start, end - 200), end)))
      for (let line = 0; line < linesAhead; line++) end = endOfLine(text, Math.min(end + 1, text.length));
    if (
      holdsKey(
        text.slice(start, Math.min(ownEnd, start + 2000)),
        text.slice(start, Math.min(end, start + 4000)),
        readsRequest,
      )
    )
      return true;
    // Never moved back: each line is looked at once, or a one-line file would cost its length squared.
    keyWord.lastIndex = ownEnd;
  }
  return false;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function holdsKey(line: string, lines: string, readsRequest: boolean): boolean {
  // Most lines end here: there is no literal, or it follows from the line that it is none.
  if (!lines.includes('"') && !lines.includes("'")) return false;
  const mayBeWord = flaskSecretKey.test(line) || (readsRequest && comparison.test(lines));
  if (flaskSecretValue.test(line) || passwordWord.test(line)) return true;
  let strength: 'certain' | 'likely' | null | undefined;
  for (const [, , closed, open] of lines.matchAll(literal)) {
    const value = closed ?? open ?? '';
    if (isGuessable(value) && (strength ??= bestStrength(line)) === 'certain') return true;
    const shape = valueShape(value, mayBeWord ? 3 : shortestUnder(line));
    if (shape === null) continue;
    if (mayBeWord || shape === 'provider') return true;
    if (shape !== 'random' && shape !== 'mixed' && shape !== 'uuid') continue;
    strength ??= bestStrength(line);
    if (strength === 'certain' || (strength === 'likely' && (shape !== 'mixed' || isTyped(value, true)))) return true;
  }
  return false;
}

function bestStrength(line: string): 'certain' | 'likely' | null {
  let best: 'certain' | 'likely' | null = null;
  for (const [name] of line.matchAll(word)) {
    const strength = keyNameStrength(name);
    if (strength === 'certain') return strength;
    best ??= strength;
  }
  return best;
}
