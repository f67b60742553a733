import type { Span } from '../text/span';
import { isKeyUnder } from './judge-name-value';

/** A password that stands in an address, `postgres://user:password@host`, or in a connection string, `Server=host;Password=…`. */
export interface UrlCredential extends Span {
  readonly value: string;
}

/** https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1 */
const userinfo =
  /:\/\/([^\s"'`<>:/@]{0,60}(?:@[^\s"'`<>:/@]{1,60})?):([^\s"'`<>/@]{3,100}(?:@[^\s"'`<>/@.]{1,40})?)@(?=([^\s"'`<>:/?,)]{1,253}))/iy;

/** Words that stand for a password in instructions, and the passwords of databases that only this machine reaches. */
const wellKnown =
  /^(?:pass(?:word|wd|phrase)?|my_?pass(?:word)?|user_?pass(?:word)?|db_?pass(?:word)?|pwd|(?:auth|api|access|secret|db)?[_-]?(?:secret|token|key)|changeme|example|test|x-oauth-basic|x{2,}|\*+|\.{2,}|p+w+|admin|root|guest|tiger|user(?:name)?|postgres|mysql|your.*|replace.*|insert.*|<.*|\[.*)$/i;
const hole = /[${}[\]]|%[sdrv](?![A-Za-z])|%\(|%[A-Z_]{3,}%|\(\w/;
const localHost = /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|\w+)$/i;

/** Passwords in the addresses and connection strings of a text; the span is the password's. */
export function findUrlCredentials(text: string): readonly UrlCredential[] {
  return [...inAddresses(text), ...inConnectionStrings(text)];
}

function inAddresses(text: string): readonly UrlCredential[] {
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

/** https://learn.microsoft.com/en-us/dotnet/api/system.data.sqlclient.sqlconnection.connectionstring and Redis' form with commas */
const connectionPassword = /(?:;[ \t]{0,3}|,)(?:password|pwd)=[ \t]{0,3}([^;,"'\s<>]{6,100})(?=[;,"'\\\s]|$)/gi;
/** Far cheaper to look for than the pattern. */
const mayConnect = ['assword=', 'ASSWORD=', 'wd=', 'WD='];
const connection =
  /(?:server|data source|host(?:name)?|address|driver|uid|user(?: ?id|name)?|database|initial catalog)[ \t]{0,3}=|:\d{2,5}$/i;

function inConnectionStrings(text: string): readonly UrlCredential[] {
  if (!mayConnect.some((part) => text.includes(part))) return [];
  return [...text.matchAll(connectionPassword)].flatMap((match) => {
    const [all, password = ''] = match;
    const before = text.slice(Math.max(text.lastIndexOf('\n', match.index) + 1, match.index - 300), match.index);
    if (!connection.test(before) || !isKeyUnder('password', password, false)) return [];
    const start = match.index + all.length - password.length;
    return [{ value: password, start, end: start + password.length }];
  });
}

function isSecret(user: string, password: string, host: string): boolean {
  if (password.length < 5 || new Set(password).size < 3 || wellKnown.test(password)) return false;
  if (hole.test(password)) return false;
  // `https://{user}:password@{host}` shows a form; with a password that nobody would make up it is one.
  if ((hole.test(user) || hole.test(host)) && /^[a-z_-]+$|^.{1,7}$/i.test(password)) return false;
  if (password.toLowerCase() === user.toLowerCase() || /^your/i.test(user)) return false;
  // A word between services of one machine is a default, not a secret.
  return !(localHost.test(host) && /^[a-z]{3,12}\d{0,3}$/i.test(password));
}
