/** How a pattern is put to a text: at its beginning, to all of it, or anywhere in it. */
export type Anchor = 'match' | 'fullmatch' | 'search';

const longest = 200;
/** Repetitions within repetitions, which may take for ever, and what is more than a plain pattern. */
const isTooMuch = /[*+}][^|]*\)[*+{]|\(\?[^:]|\\\d/;

/** The pattern as JavaScript has it; undefined for one that only Python understands, or that might take long. */
export function compilePlain(expression: string, anchor: Anchor): RegExp | undefined {
  if (expression.length > longest || isTooMuch.test(expression)) return undefined;
  const start = anchor === 'search' ? '' : '^';
  try {
    return new RegExp(`${start}(?:${expression})${anchor === 'fullmatch' ? '$' : ''}`);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether a pattern matches every text that begins so, or none; undefined where it depends on what follows. */
export function matchesBeginning(expression: string, anchor: Anchor, beginning: string): boolean | undefined {
  const whole = compilePlain(expression, anchor);
  if (whole === undefined) return undefined;
  if (anchor !== 'fullmatch' && !/[$]|\\[bBZ]/.test(expression) && whole.test(beginning)) return true;
  if (anchor === 'search' && !expression.startsWith('^')) return undefined;
  return compilePlain(asFarAs(expression), 'match')?.test(beginning) === false ? false : undefined;
}

const atom = /\(\?:|\\.|\[\^?\]?(?:\\.|[^\]])*\]|[^()|*+?{}^$\\]/g;

/** A pattern that matches also what ends where more could follow: each part may be the end. */
function asFarAs(expression: string): string {
  return expression.replace(/\{\d*,?\d*\}/g, '*').replace(atom, (part) => (part === '(?:' ? part : `(?:${part}|$)`));
}
