import type { Span } from '../text/span';

/** A password that stands in an address: `postgres://user:password@host`. https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1 */
export interface UrlCredential extends Span {
  readonly value: string;
}

const userinfo =
  /:\/\/([^\s"'`<>:/@]{0,60}):([^\s"'`<>/@]{3,100}(?:@[^\s"'`<>/@.]{1,40})?)@(?=([^\s"'`<>:/?,)]{1,253}))/iy;

/** Words that stand for a password in instructions, and the passwords of databases that only this machine reaches. */
const wellKnown =
  /^(?:pass(?:word|wd|phrase)?|my_?pass(?:word)?|user_?pass(?:word)?|db_?pass(?:word)?|pwd|(?:auth|api|access|secret|db)?[_-]?(?:secret|token|key)|changeme|example|test|x-oauth-basic|x{2,}|\*+|\.{2,}|p+w+|admin|root|guest|tiger|user(?:name)?|postgres|mysql|your.*|replace.*|insert.*|<.*|\[.*)$/i;
const hole = /[${}[\]]|%[A-Za-z_(]|\(\w/;
const localHost = /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|\w+)$/i;

/** Passwords in the addresses of a text; the span is the password's. */
export function findUrlCredentials(text: string): readonly UrlCredential[] {
  const found: UrlCredential[] = [];
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at + 3)) {
    userinfo.lastIndex = at;
    const [all = '', user = '', password = '', host = ''] = userinfo.exec(text) ?? [];
    if (all === '' || !isSecret(user, password, host)) continue;
    const start = at + all.length - password.length - 1;
    found.push({ value: password, start, end: start + password.length });
  }
  return found;
}

function isSecret(user: string, password: string, host: string): boolean {
  if (password.length < 5 || new Set(password).size < 3 || wellKnown.test(password)) return false;
  if (hole.test(password) || hole.test(user) || hole.test(host)) return false;
  if (password.toLowerCase() === user.toLowerCase() || /^your/i.test(user)) return false;
  // A word between services of one machine is a default, not a secret.
  return !(localHost.test(host) && /^[a-z]{3,12}\d{0,3}$/i.test(password));
}
