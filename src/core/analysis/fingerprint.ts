/**
 * What makes a finding the same one after its file changed: rule, file, symbol and the code of its line. No line numbers,
 * so that it survives moves; no text of literals, since any of them may be a key and a fingerprint is published.
 */
import type { ModuleSyntax, Statement } from '../python/syntax';
import { bodiesOf } from '../python/syntax-children';
import type { Span } from '../text/span';

/** A finding's identity. */
export interface Identity {
  readonly rule: string;
  readonly file: string;
  /** Dotted name of the class and function around it, or the route that it is about; empty at the top of a file. */
  readonly symbol: string;
  /** Hash of the normalised line; equal ones of one rule in one symbol are numbered in their order. */
  readonly code: string;
}

/** 64-bit FNV-1a of a text as 16 hexadecimal digits; for identity, not for secrecy. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function hashText(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let index = 0; index < text.length; index++) {
    low = (low ^ text.charCodeAt(index)) >>> 0;
    // Multiply by 2^40 + 0x1b3 in two 32-bit halves.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + (low << 8) + Math.floor(product / 0x100000000)) >>> 0;
    low = product >>> 0;
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

/** One text for an identity, as SARIF and other programs want it. */
export function fingerprintOf({ rule, file, symbol, code }: Identity): string {
  return hashText([rule, file, symbol, code].join('\n'));
}

const stringLiteral = /'''[^]*?(?:'''|$)|"""[^]*?(?:"""|$)|'(?:\\.|[^'\\])*(?:'|$)|"(?:\\.|[^"\\])*(?:"|$)/g;

/**
 * A line's code without what formatters change (white space, quotes, a trailing comma or comment) and without the
 * content of its literals. `hidden` is a span of the line that holds a key, quoted or not.
 */
export function normalisedCode(line: string, hidden: Span | null): string {
  const shown = hidden === null ? line : `${line.slice(0, hidden.start)}""${line.slice(hidden.end)}`;
  return shown.replace(stringLiteral, '""').replace(/#.*$/, '').replace(/\s+/g, '').replace(/,$/, '');
}

/** Dotted name of the innermost class or function whose definition, decorators included, holds an offset. */
export function symbolAt(syntax: ModuleSyntax | undefined, offset: number): string {
  const names: string[] = [];
  let body: readonly Statement[] = syntax?.body ?? [];
  for (;;) {
    const around = body.find((statement) => holds(statement, offset));
    if (around === undefined) return names.join('.');
    if (around.kind === 'function' || around.kind === 'class') names.push(around.name);
    body = bodiesOf(around);
  }
}

function holds(statement: Statement, offset: number): boolean {
  const { start, end } = statement.kind === 'function' || statement.kind === 'class' ? statement.whole : statement;
  return start <= offset && offset < end;
}
