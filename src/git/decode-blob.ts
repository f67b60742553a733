/** Bytes of a staged file → text, whatever it is encoded in; undefined for what is no text. */
import { decodeSource, utf16Encoding } from '../workspace/decode';

/** Text of a blob. PowerShell writes UTF-16 by default, so a `.env` may well be that. */
export function decodeBlob(bytes: Buffer): string | undefined {
  const encoding = utf16Encoding(bytes);
  if (encoding !== undefined) return new TextDecoder(encoding).decode(bytes);
  const decoded = decodeSource(bytes);
  return 'text' in decoded ? decoded.text : undefined;
}
