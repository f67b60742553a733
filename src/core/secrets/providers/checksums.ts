/** Checksums that providers put into their keys, so that a made-up one can be told from a real one without a network. */

/**
 * Whether a GitHub or npm token ends with the CRC-32 of its body in base 62; undefined for other formats.
 * https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
 */
export function checksumHolds(key: string): boolean | undefined {
  const token = /^(?:gh[opsur]|npm)_([A-Za-z0-9]{30})([A-Za-z0-9]{6})$/.exec(key);
  if (!token) return undefined;
  const [, body = '', checksum = ''] = token;
  return toBase62(crc32(body)).padStart(6, '0') === checksum;
}

/** CRC-32 of an ASCII text. https://www.rfc-editor.org/rfc/rfc1952#section-8 */
export function crc32(text: string): number {
  let sum = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    sum ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function toBase62(value: number): string {
  let rest = value;
  let text = '';
  do {
    text = (digits[rest % 62] ?? '') + text;
    rest = Math.floor(rest / 62);
  } while (rest > 0);
  return text;
}
