/** Bytes of a staged file → text, whatever it is encoded in; undefined for what is no text. */
import { decodeSource } from '../workspace/decode';

/** Text of a blob. PowerShell writes UTF-16 by default, so a `.env` may well be that; its mark tells. */
export function decodeBlob(bytes: Buffer): string | undefined {
  const encoding = utf16Encoding(bytes);
  if (encoding !== undefined) return new TextDecoder(encoding).decode(bytes);
  const decoded = decodeSource(bytes);
  return 'text' in decoded ? decoded.text : undefined;
}

function utf16Encoding(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}
