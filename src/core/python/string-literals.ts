/** Values of Python's string literals. Source: https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences */
const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
};

/** Text of a literal's content with its escapes resolved; unknown escapes stay as they stand, as Python does. */
export function unescapeString(content: string): string {
  if (!content.includes('\\')) return content;
  return content.replace(
    /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|\r\n|[\s\S])/g,
    (whole: string, escape: string) => {
      const simple = simpleEscapes[escape];
      if (simple !== undefined) return simple;
      if (escape === '\r\n') return '';
      if (/^[xuU]./.test(escape)) return codePoint(parseInt(escape.slice(1), 16), whole);
      if (/^[0-7]/.test(escape)) return codePoint(parseInt(escape, 8), whole);
      return whole;
    },
  );
}

function codePoint(value: number, fallback: string): string {
  return value <= 0x10ffff ? String.fromCodePoint(value) : fallback;
}

/** Lower-case prefix letters of a literal's opening, e.g. `rb` of `rb"""`. */
export function stringPrefix(opening: string): string {
  return (/^[a-zA-Z]*/.exec(opening)?.[0] ?? '').toLowerCase();
}
