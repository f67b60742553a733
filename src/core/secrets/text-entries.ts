import type { Span } from '../text/span';
import { isPluralKeyName, keyNameStrength } from './names';
import { valueShape } from './values';

/** A value under a name, as a settings file or a line of code writes it. */
export interface Entry extends Span {
  readonly name: string;
  readonly value: string;
  readonly isQuoted: boolean;
  /** In a comment, or with only a blank or a comma between name and value: a word there need not be the name's value. */
  readonly isUnsure?: true;
  /** The name's fallback where a variable is unset: `${API_KEY:-…}`. */
  readonly isFallback?: true;
}

const keyWord = /key|token|secret|pa?ss?w|passphrase|pwd|pass\b|(?:\b|_)pw\b|credential|creds|auth|identified by/gi;

/** A longer line is data; only its part around the name is looked at. */
const longestLine = 3000;

const quoted = String.raw`"(?:[^"\\\n]|\\.){0,2000}"|'(?:[^'\\\n]|\\.){0,2000}'|` + '`[^`\\n]{0,2000}`';
/** Inside a string of another language: `\\"auth\\": \\"…\\"`. */
const escaped = String.raw`\\{1,3}["'][^"'\\\n]{1,600}`;
/** While it is typed, or in a piece of a text. */
const unclosed = String.raw`["'\x60][^"'\x60\s]{1,600}(?=[ \t]*\r?$)`;
const assignment = new RegExp(
  // The name, in quotes or not, with the type or the bracket that may follow it.
  String.raw`(?<!(?<!\\)[\w.]|\w-)(?:(?<=\\)[nrt])?(\\{0,3}["'\x60]?)([A-Za-z_][\w.$-]{1,79})\1(?:\[\d{0,4}\]|["'\])]{1,2}|:[ \t]*[A-Za-z_][\w.<>[\], |]{0,30}(?=[ \t]*=[ \t]*["'\x60]|[ \t]+=)|(?<=\w)[ \t]+[A-Za-z]\w{0,30}(?=[ \t]*:?=))?[ \t]*` +
    String.raw`(=>|:{1,3}=|\?=|\.=|\+=|={1,3}|!={1,2}|:|,|\|\||\?[?:]|[ \t]-(?=[ \t])|[ \t](?=["']))[ \t]*` +
    String.raw`(?:@|[rbuf]{1,2}(?=["'])|String\.?\w*\(|\()?(${escaped}|${quoted}|${unclosed}|[^\s"'\x60&]\S*)`,
  'g',
);
const reversed = new RegExp(String.raw`(${quoted})[ \t]*[!=]={1,2}[ \t]*([A-Za-z_][\w.]{1,79})`, 'g');
const option = new RegExp(String.raw`(?<![\w-])--?([A-Za-z][\w-]{2,60})[ \t]+(${quoted}|[^\s"'\x60-]\S*)`, 'g');
/** `password 7cc9…` of netrc, `set $apikey 23d9…;` of nginx: a blank is no sign of a value, so only what is generated counts. */
const spaced =
  /(?<![\w.-])\$?([A-Za-z_][\w.-]{1,79})[ \t]{1,8}([A-Za-z0-9][A-Za-z0-9+/_=.~:!@#%^*-]{11,300})(?=[ \t]*;?[ \t]*\r?$)/g;
/** https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html */
const netrc = /\b(?:login|account)[ \t]{1,8}\S{1,80}[ \t]{1,8}(password)[ \t]{1,8}(\S{6,200})/g;
const header = /(?:-H|--header)[ \t=]*["']([\w-]{3,60}):[ \t]*([^"'\n]{4,400})["']/g;
const dockerEnv = /^[ \t]*ENV[ \t]+(\w{2,80})[ \t]+(\S+)[ \t]*$/g;
/** `#define API_KEY …` of C, `%define` of RPM. */
const definition = new RegExp(String.raw`[#%](?:define|global)[ \t]+([A-Za-z_]\w{1,79})[ \t]+(${quoted}|\S+)`, 'g');
const element = /<([\w:.-]{2,60})(?:\s[^<>\n]{0,100})?>\s{0,40}([^<>\s][^<>\n]{6,398}[^<>\s])\s{0,40}<\//g;
/** https://developer.android.com/guide/topics/resources/string-resource */
const resource = /<string\s{1,5}name="([\w.-]{2,60})"[^<>\n]{0,60}>([^<>\s]{8,400})<\/string>/g;
const pair = new RegExp(
  String.raw`\b(?:name|key)["']?[ \t]*[:=][ \t]*["']?([\w.-]{3,80})["']?[ \t]*,?[ \t]*\r?\n?[ \t]*["']?value["']?[ \t]*[:=][ \t]*(${quoted}|\S+)`,
  'g',
);
const fallback = /\$\{(\w{2,80}):?[-=]([^}\s]{4,200})\}/g;
/** https://dev.mysql.com/doc/refman/en/create-user.html */
const sqlPassword = /\bidentified\s+(?:with\s+\w+\s+)?(by)\s+(?:password\s+)?(["'][^"'\n]{6,200}["'])/gi;
const argument = /[?&]([\w.-]{2,60})=([^&\s"'`<>#(){}]{8,400})/g;

/** Names with their values in a text that is no Python. Without `unquoted`, a value must stand in quotes. */
export function readEntries(text: string, unquoted: boolean): readonly Entry[] {
  const entries: Entry[] = [];
  keyWord.lastIndex = 0;
  for (let match = keyWord.exec(text); match; match = keyWord.exec(text)) {
    const start = Math.max(text.lastIndexOf('\n', match.index) + 1, match.index - 200);
    const lineEnd = endOfLine(text, match.index);
    const end = Math.min(lineEnd, match.index + longestLine);
    readLine(text, start, end, unquoted, entries);
    // Never moved back: each line is looked at once, or a one-line file would cost its length squared.
    keyWord.lastIndex = Math.max(end, match.index + 1);
  }
  return entries;
}

function readLine(text: string, start: number, end: number, unquoted: boolean, entries: Entry[]): void {
  const line = text.slice(start, end);
  const isComment = /^\s*(?:#|\/\/|;|\*|<!--|--(?=\s))/.test(line);
  const add = (name: string, raw: string, at: number, isQuotedOnly: boolean): void => {
    const entry = entryOf(name, raw, start + at);
    if (isQuotedOnly && isId(entry?.value) && (line.match(ids)?.length ?? 0) > 1) return;
    if (
      entry &&
      (entry.isQuoted || (!isQuotedOnly && (unquoted || /^(?:random|uuid)$/.test(valueShape(entry.value) ?? ''))))
    )
      entries.push(isComment || isQuotedOnly ? { ...entry, isUnsure: true } : entry);
  };
  /** The second group of a match ends it, and is the value. */
  const addLast = (match: RegExpExecArray, name = match[1] ?? '', isQuotedOnly = false): void => {
    const [all, , raw = ''] = match;
    add(name, raw, match.index + all.length - raw.length, isQuotedOnly);
  };
  assignment.lastIndex = 0;
  for (let match = assignment.exec(line); match; match = assignment.exec(line)) {
    const [all, , name = '', operator = '', raw = ''] = match;
    const at = match.index + all.length - raw.length;
    // The name may be a type, and what stands in quotes an assignment itself: `"run": "API_KEY=… ./start"`.
    if (keyNameStrength(name) === null) assignment.lastIndex = match.index + name.length + 1;
    else if (/[?&]/.test(line[match.index - 1] ?? '') && namesDocument(name, line.slice(0, match.index))) continue;
    // `${API_KEY:?It must be set.}` asks for it; what it falls back to is read below.
    else if (line.startsWith('${', match.index - 2)) continue;
    // `foo(key, other)` and `password combination`: without quotes only an assignment has a value.
    else add(name, raw, at, /^(?:,|\|\||\?[?:]|\s*-?)$/.test(operator));
    // `AUTH={"auth": …}`: what the braces hold has names of its own.
    if (/^[{[]/.test(raw)) assignment.lastIndex = at + 1;
    // `TOKEN = process.env.API_TOKEN ?? "…"`: what stands behind is that name's.
    else if (/^[\w.]*(?:env|getenv)\b/i.test(raw)) assignment.lastIndex = at;
  }
  for (const match of line.matchAll(reversed)) add(match[2] ?? '', match[1] ?? '', match.index, true);
  for (const match of line.matchAll(sqlPassword)) addLast(match, 'password', true);
  for (const match of line.matchAll(definition)) addLast(match);
  for (const match of line.matchAll(argument))
    if (!namesDocument(match[1] ?? '', line.slice(0, match.index))) addLast(match);
  if (!unquoted) return;
  for (const match of line.matchAll(option)) addLast(match);
  for (const match of line.matchAll(netrc)) addLast(match);
  for (const match of line.matchAll(spaced)) if (isMade(match[1] ?? '', match[2] ?? '')) addLast(match);
  for (const match of line.matchAll(header))
    add(match[1] ?? '', match[2] ?? '', match.index + match[0].length - 1 - (match[2] ?? '').length, false);
  for (const match of line.matchAll(dockerEnv))
    add(match[1] ?? '', match[2] ?? '', match.index + match[0].trimEnd().length - (match[2] ?? '').length, false);
  for (const match of line.matchAll(fallback)) {
    const [all, name = '', value = ''] = match;
    const at = start + match.index + all.length - 1 - value.length;
    entries.push({ name, value, isQuoted: true, isFallback: true, start: at, end: at + value.length });
  }
}

/** `?key=` of an address that is none of an API's. */
function namesDocument(name: string, before: string): boolean {
  return /^key$/i.test(name) && !/\bapi\b/i.test(before.slice(before.lastIndexOf('://') + 1));
}

/** A row of a table, `('client-secret', '61c2…', '0b5a…')`: a kind of key, and ids. */
const ids = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi;

function isId(value = ''): boolean {
  return valueShape(value) === 'uuid';
}

/** Generated, under a key's name. */
function isMade(name: string, value: string): boolean {
  return keyNameStrength(name) !== null && /^(?:random|uuid|provider)$/.test(valueShape(value) ?? '');
}

/** `curl -u name:password`, also on the lines that a backslash joins; a name alone may be a token. */
const login =
  /\bcurl\b(?:[^\n\\]|\\\r?\n|\\[^\r\n]){0,600}?\s(?:-u|--user)(?:=|[ \t]{0,5})(?:"([^":\s]{0,80}):([^"\s]{0,200})"|'([^':\s]{0,80}):([^'\s]{0,200})'|([\w.@{}$-]{0,80}):(["']?)([^\s"']{3,200})\6)/g;

/** `docker login registry -u name -p password`, `sshpass -p password`, PowerShell's `ConvertTo-SecureString "password"`. */
const commandPassword =
  /(?:\b(?:sshpass|(?:docker|podman|oc|az|helm registry)\b[^\n]{0,40}\blogin)\b[^\n]{0,200}?\s-p|\bConvertTo-SecureString(?:[ \t]{1,5}-(?:String|Force|AsPlainText))*)[ \t]{0,3}(["']?)([^\s"'-][^\s"']{5,200})\1(?=\s|$)/g;

/** Passwords of logins on a command line. */
export function readLogins(text: string): readonly Entry[] {
  return [...curlLogins(text), ...commandLogins(text)];
}

function commandLogins(text: string): readonly Entry[] {
  if (!/\bsshpass\b|\blogin\b|\bConvertTo-SecureString\b/.test(text)) return [];
  return [...text.matchAll(commandPassword)].map((match) => {
    const [all, quote = '', value = ''] = match;
    const at = match.index + all.length - quote.length - value.length;
    return { name: 'password', value, isQuoted: quote !== '', start: at, end: at + value.length };
  });
}

function curlLogins(text: string): readonly Entry[] {
  if (!text.includes('curl')) return [];
  return [...text.matchAll(login)].flatMap((match) => {
    const [all, , inDouble, , inSingle, , quote = '', plain] = match;
    const value = inDouble ?? inSingle ?? plain ?? '';
    const isQuoted = plain === undefined;
    const at = match.index + all.length - value.length - (isQuoted ? 1 : quote.length);
    return value === '' ? [] : [{ name: 'password', value, isQuoted, start: at, end: at + value.length }];
  });
}

/** Values that stand on other lines than their names: elements, pairs of `name` and `value`, members of lists. */
export function readSpreadEntries(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  for (const pattern of [element, pair]) {
    for (const match of text.matchAll(pattern)) {
      const [all, name = '', raw = ''] = match;
      const entry = entryOf(name, raw, match.index + all.lastIndexOf(raw));
      if (entry) entries.push(entry);
    }
  }
  // Android's resources hold what is shown to people, too: only what is generated counts.
  for (const match of text.matchAll(resource)) {
    const [all, name = '', raw = ''] = match;
    const entry = entryOf(name, raw, match.index + all.lastIndexOf(raw));
    if (entry && valueShape(entry.value) === 'random') entries.push(entry);
  }
  for (const match of text.matchAll(/["']?([A-Za-z_][\w.-]{2,60})["']?[ \t]*[:=][ \t]*(?:\[|\r?\n(?=[ \t]*-[ \t]))/g)) {
    const [all, name = ''] = match;
    // Compose and Kubernetes list under `secrets` what others hold.
    if (isPluralKeyName(name) && name !== 'secrets') entries.push(...membersOf(text, match.index + all.length, name));
  }
  return entries;
}

const mostMembers = 50;

function membersOf(text: string, from: number, name: string): readonly Entry[] {
  const list = text.slice(from, from + longestLine);
  const isBracketed = text[from - 1] === '[';
  const area = isBracketed ? (/^[^\]]*/.exec(list)?.[0] ?? '') : (/^(?:[ \t]*-[ \t][^\n]*\n?)+/.exec(list)?.[0] ?? '');
  const member = isBracketed ? new RegExp(quoted, 'g') : /(?<=^[ \t]*-[ \t]+)[^\s#:]+(?=[ \t]*(?:#.*)?$)/gm;
  return [...area.matchAll(member)].slice(0, mostMembers).flatMap((match) => {
    const entry = entryOf(name, match[0], from + match.index);
    return entry ? [{ ...entry, isQuoted: true }] : [];
  });
}

function entryOf(name: string, raw: string, at: number): Entry | undefined {
  const isQuoted = raw.length > 1 && /^["'`]/.test(raw) && raw.endsWith(raw[0] ?? '');
  // The end of one text and the start of another: `label:"Password:",title:"…"`.
  if (isQuoted && /^.(?:[,;)\]}]|\s*\+\s*[A-Za-z_][\w.()]*\s*\+\s*.$)/.test(raw)) return undefined;
  if (isQuoted) return { name, value: unescape(raw.slice(1, -1)), isQuoted, start: at + 1, end: at + raw.length - 1 };
  const opening = /^(?:\\+["']|["'`])/.exec(raw)?.[0].length;
  if (opening) return { name, value: raw.slice(opening), isQuoted: true, start: at + opening, end: at + raw.length };
  // What closes the statement, the call or the line around it is no part of it.
  const cut = raw
    .replace(/\\[nr].*$/, '')
    // The next field of a form, or of a connection string.
    .replace(/^([^=&,;]+)[&,;][\w.-]+=(?!=?$).*$/, '$1')
    .replace(/[,;"'`]+$/, '');
  const value = /[([{<]/.test(cut) ? cut : cut.replace(/[)\]}>,;"'`]+$/, '');
  return value === '' ? undefined : { name, value, isQuoted: false, start: at, end: at + value.length };
}

function unescape(text: string): string {
  return text.replace(/\\(["'\\/])/g, '$1');
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
