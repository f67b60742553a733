/** A file's name as git knows it, bytes, as a name that people can read on one line. */
import { isUtf8 } from 'node:buffer';

const escapes: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

/** The name as text, byte for byte where it is no UTF-8: two names never become one, and its ending can be read. */
export function plainPath(name: Buffer): string {
  return name.toString(isUtf8(name) ? 'utf8' : 'latin1');
}

/** The name itself, or, when it holds control characters or is no UTF-8, in git's own quotes (`core.quotePath`). */
export function quotedPath(name: Buffer): string {
  if (isUtf8(name) && !/[\u0000-\u001f\u007f]/.test(name.toString())) return name.toString();
  const quoted = [...name].map((byte) => {
    if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
    if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
    return escapes[byte] ?? `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${quoted.join('')}"`;
}
