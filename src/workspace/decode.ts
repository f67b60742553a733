/**
 * Bytes of a Python file → text, as Python itself would read it (PEP 263 and PEP 3120), but never failing where the
 * code can still be judged: a byte that is no UTF-8 sits in a comment or a string nearly always.
 */
import { isAscii, isUtf8 } from 'node:buffer';

/** A file's text, or the reason why there is none. */
export type DecodedSource = { readonly text: string } | { readonly reason: string };

/** https://peps.python.org/pep-0263/#defining-the-encoding */
const codingComment = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const blankOrComment = /^[ \t\f]*(#.*)?$/;

/** Two lines are all that may declare an encoding; no sane one is longer. */
const headerBytes = 512;

/** Text of `bytes`; the byte order mark is dropped, as editors do, so that offsets agree with theirs. */
export function decodeSource(bytes: Buffer): DecodedSource {
  if (bytes.includes(0))
    return { reason: hasUtf16Mark(bytes) ? 'UTF-16, which Python cannot read' : 'contains NUL bytes' };
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { text: bytes.toString('utf8', 3) };
  if (isAscii(bytes)) return { text: bytes.toString('latin1') };
  const declared = declaredEncoding(bytes);
  if (isUtf8(bytes) && (declared === undefined || /^utf-?8/.test(declared))) return { text: bytes.toString('utf8') };
  return { text: decodeLegacy(bytes, declared) };
}

/** Text of a file that Python does not read: UTF-16, which PowerShell writes, is text, too. */
export function decodeText(bytes: Buffer): DecodedSource {
  const encoding = utf16Encoding(bytes);
  if (encoding !== undefined) return { text: new TextDecoder(encoding).decode(bytes) };
  if (bytes.includes(0)) return { reason: 'is binary' };
  return { text: bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1').replace(/^\uFEFF/, '') };
}

/** What a text without NUL characters is encoded in when its bytes hold some: its mark tells, or where the NULs stand. */
export function utf16Encoding(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (hasUtf16Mark(bytes)) return bytes[0] === 0xff ? 'utf-16le' : 'utf-16be';
  const pairs = Math.min(bytes.length, headerBytes) >> 1;
  const nuls = [0, 0];
  for (let index = 0; index < pairs * 2; index++) if (bytes[index] === 0) nuls[index % 2] = (nuls[index % 2] ?? 0) + 1;
  const [high = 0, low = 0] = nuls;
  if (bytes.length % 2 !== 0 || pairs < 4) return undefined;
  if (high === 0 && low > pairs * 0.7) return 'utf-16le';
  return low === 0 && high > pairs * 0.7 ? 'utf-16be' : undefined;
}

function hasUtf16Mark(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function declaredEncoding(bytes: Buffer): string | undefined {
  const [first = '', second = ''] = bytes.toString('latin1', 0, headerBytes).split(/\r\n?|\n/);
  const match = codingComment.exec(first) ?? (blankOrComment.test(first) ? codingComment.exec(second) : null);
  return match?.[1]?.toLowerCase().replaceAll('_', '-');
}

/** Latin-1 maps every byte to one character, so ASCII code stays readable whatever the encoding really was. */
function decodeLegacy(bytes: Buffer, declared: string | undefined): string {
  if (declared === undefined || /^(utf-?8|ascii|us-ascii|latin-?1|iso-?8859-1|l1)/.test(declared)) {
    return bytes.toString('latin1');
  }
  try {
    return new TextDecoder(declared).decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) return bytes.toString('latin1');
    throw error;
  }
}
