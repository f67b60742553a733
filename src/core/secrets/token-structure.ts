/** Whether a text is a JSON Web Token: two parts that decode to JSON, the first naming an algorithm. https://www.rfc-editor.org/rfc/rfc7519 */
export function isJsonWebToken(text: string): boolean {
  const [header = '', claims = '', signature = ''] = text.split('.');
  if (signature !== '' && signature.length < 16) return false;
  const decoded = decodeBase64(header);
  return /"(?:alg|enc|typ)"\s*:/.test(decoded) && isJson(decoded) && isJson(decodeBase64(claims));
}

/** Whether a text is `name:password` in base64, as `Authorization: Basic`, npm and container registries send it. https://www.rfc-editor.org/rfc/rfc7617 */
export function isEncodedLogin(text: string): boolean {
  const encoded = text.replace(/^Basic /i, '');
  if (!/^[A-Za-z0-9+/]{12,6000}={0,2}$/.test(encoded)) return false;
  const [, name = '', password = ''] = /^([\w.@$+-]{1,80}):([\s\x21-\x7e]{6,})$/.exec(decodeBase64(encoded)) ?? [];
  return name !== '' && name.toLowerCase() !== password.toLowerCase();
}

/** Whether a text is a JSON Web Token, once more in base64. */
export function isEncodedWebToken(text: string): boolean {
  return isJsonWebToken(decodeBase64(text));
}

/** Whether the body of a PEM block is a key and no placeholder: base64, and as long as the shortest key. https://www.rfc-editor.org/rfc/rfc7468 */
export function isPrivateKeyBlock(block: string): boolean {
  const body = block
    .replace(/-----[A-Z0-9 ]*-----/g, '')
    // In a comment, or joined from strings.
    .replace(/^[ \t*#>"'+/]+/gm, '')
    .replace(/\\+[nr]|^[A-Za-z-]+: .*$/gm, '')
    .replace(/[\s"'`,;+*#>\\]/g, '');
  return body.length >= 60 && /^[A-Za-z0-9+/=]+$/.test(body) && new Set(body).size > 12;
}

function isJson(text: string): boolean {
  if (!text.startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes of base64 or base64url as characters, so that JSON in ASCII can be read; stops at what is no base64. */
export function decodeBase64(text: string): string {
  let decoded = '';
  let bits = 0;
  let count = 0;
  for (const character of text.replaceAll('-', '+').replaceAll('_', '/')) {
    const value = alphabet.indexOf(character);
    if (value < 0) break;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    decoded += String.fromCharCode((bits >> count) & 0xff);
  }
  return decoded;
}
