/** 64-bit FNV-1a of a text as 16 hexadecimal digits; for identity, not for secrecy. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function hashText(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let index = 0; index < text.length; index++) {
    low ^= text.charCodeAt(index);
    // Multiply by 2^40 + 0x1b3 in two 32-bit halves.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + (low << 8) + Math.floor(product / 0x100000000)) >>> 0;
    low = product >>> 0;
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

/** Stable across line moves and white space: rule, file, symbol and the code of the line. */
export function fingerprintOf(rule: string, file: string, symbol: string, code: string): string {
  return hashText([rule, file, symbol, code.replace(/\s+/g, ' ').trim()].join('\n'));
}
