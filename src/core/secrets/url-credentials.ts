import type { Span } from '../text/span';

/** A password that stands in an address: `postgres://user:password@host`. https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1 */
export interface UrlCredential extends Span {
  readonly value: string;
}

const userinfo =
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s"'`<>:/@]{0,60}):([^\s"'`<>/@]{3,100}(?:@[^\s"'`<>/@.]{1,40})?)@(?=([^\s"'`<>:/?,)]{1,253}))/gi;

/** Words that stand for a password in instructions, and the passwords of databases that only this machine reaches. */
const wellKnown =
  /^(?:pass(?:word|wd|phrase)?|my_?pass(?:word)?|user_?pass(?:word)?|db_?pass(?:word)?|pwd|(?:auth|api|access|secret|db)?[_-]?(?:secret|token|key)|changeme|example|test|x-oauth-basic|x{2,}|\*+|\.{2,}|p+w+|admin|root|guest|tiger|user(?:name)?|postgres|mysql|your.*|replace.*|insert.*|<.*|\[.*)$/i;
const hole = /[${}[\]]|%[A-Za-z_(]|\(\w/;
const localHost = /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|\w+)$/i;

/** Passwords in the addresses of a text; the span is the password's. */
export function findUrlCredentials(text: string): readonly UrlCredential[] {
  if (!text.includes('://')) return [];
  const found: UrlCredential[] = [];
  for (const match of text.matchAll(userinfo)) {
    const [, user = '', password = '', host = ''] = match;
    if (
      password.length < 5 ||
      new Set(password).size < 3 ||
      wellKnown.test(password) ||
      hole.test(password) ||
      hole.test(user) ||
      hole.test(host)
    )
      continue;
    if (password.toLowerCase() === user.toLowerCase() || /^your/i.test(user)) continue;
    // A word between services of one machine is a default, not a secret.
    if (localHost.test(host) && /^[a-z]{3,12}\d{0,3}$/i.test(password)) continue;
    const start = match.index + match[0].length - password.length - 1;
    found.push({ value: password, start, end: start + password.length });
  }
  return found;
}
