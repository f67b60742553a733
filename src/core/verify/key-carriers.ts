import type { CredentialField } from '../results/results';

/** Where a request carries a key. */
export interface CarriedKey {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/**
 * Puts a key wherever the route's code looks for one, and into the header that the settings name. Body fields and
 * sessions are left out: a key can be put there only by knowing more of the app.
 */
export function carryKey(fields: readonly CredentialField[], headerName: string, key: string): CarriedKey {
  const headers: Record<string, string> = { [headerName]: key };
  const query: Record<string, string> = {};
  const cookies: string[] = [];
  for (const { source, name } of fields) {
    if (source === 'authorization' || name.toLowerCase() === 'authorization')
      headers.Authorization = authorization(key);
    else if (name === '') continue;
    else if (source === 'header') headers[name] = key;
    else if (source === 'query' || source === 'any') query[name] = key;
    else if (source === 'cookie') cookies.push(`${name}=${encodeURIComponent(key)}`);
  }
  return { headers: cookies.length > 0 ? { ...headers, Cookie: cookies.join('; ') } : headers, query };
}

/** `user:password` is sent as Basic (RFC 7617), everything else as Bearer (RFC 6750). */
function authorization(key: string): string {
  return /^[^\s:]+:[^\s]+$/.test(key) ? `Basic ${base64(key)}` : `Bearer ${key}`;
}

function base64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}
