/** What the characters of a run are, as bits: one look per character keeps this far cheaper than any pattern. */
const lower = 1;
const upper = 2;
const digit = 4;
const mark = 8;

const classes = new Uint8Array(128);
for (let code = 97; code <= 122; code++) classes[code] = lower;
for (let code = 65; code <= 90; code++) classes[code] = upper;
for (let code = 48; code <= 57; code++) classes[code] = digit;
for (const character of '_-+/~') classes[character.charCodeAt(0)] = mark;

/** The shortest key of any provider's format. */
const shortest = 18;

/**
 * Calls `found` with each run of characters that keys are made of and that is long enough, and mixed enough, to hold
 * one. Looks from the end of where a run would reach: most characters of a text are never looked at.
 */
export function eachKeyRun(text: string, found: (start: number, end: number) => void): void {
  let start = 0;
  while (start + shortest <= text.length) {
    let index = start + shortest - 1;
    while (index >= start && classAt(text, index) !== 0) index--;
    if (index >= start) {
      start = index + 1;
      continue;
    }
    let end = start + shortest;
    while (end < text.length && classAt(text, end) !== 0) end++;
    if (isMixed(text, start, end)) found(start, end);
    start = end + 1;
  }
}

function classAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < 128 ? (classes[code] ?? 0) : 0;
}

/** Two digits, or one among letters of one case (an AWS key id), or both cases with anything else: no plain identifier. */
function isMixed(text: string, start: number, end: number): boolean {
  let seen = 0;
  let digits = 0;
  for (let index = start; index < end; index++) {
    const kind = classAt(text, index);
    seen |= kind;
    if (kind === digit && ++digits > 1) return true;
  }
  const cases = seen & (lower | upper);
  if (cases === (lower | upper)) return (seen & (digit | mark)) !== 0;
  return digits === 1 && cases === upper;
}
