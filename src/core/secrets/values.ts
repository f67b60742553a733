/** What kind of text a string literal is: a key, or a placeholder, a name, a URL, a message. */
import { entropy } from './entropy';
import { findProviderKey, isPublished } from './providers/provider-keys';

/** `random` looks generated, `uuid` is one; `mixed` holds digits or symbols; `word` letters only; `text` has blanks. Null is no key at all. */
export type ValueShape = 'provider' | 'random' | 'uuid' | 'mixed' | 'word' | 'text' | null;

/** Words that tell a person to put a key here, or that there is none. */
const placeholder =
  /^\W?(?:none|null|nil|undefined|nan|n\/a)\W?$|^(?:change|replace|insert|enter|fill|put|add|set|update|choose|generate|provide|your|todo|fixme|none|null|undefined|redacted|dummy|unset|missing|invalid|unknown|default|optional|required|masked|hidden|some|any|the)(?:[-_ ]|$)|^your[a-z]|^not[-_ ]?(?:set|configured|used|needed|provided|available|found|required)|^no[-_ ](?:key|token|secret|password)|^my[-_ ]?(?:super[-_ ]?)?(?:api|key|token|secret|password)|^(?:fake|sample|placeholder)[-_ ]?(?:api|key|token|secret|password)|change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|it|with)|[-_ ](?:here|goes)\b|x{4}|\*{3}|\.{3}|…|placeholder|redacted|not[-_ ]?(?:set|used|needed|provided)$|[-_ ]your[-_ ]|insert[-_]/i;
/** What a template, a shell or a formatter replaces. */
const hole =
  /\$\{[\w.:?|!@/ =$-]{0,80}\}|\$\([^)]{0,80}\)|\{\{[^}]{0,80}\}\}|\{%[^%]{0,80}%\}|<[\w .:|/-]{1,60}>|\{[\w.:!-]{0,40}\}|%\(\w{1,40}\)[sdr]|%[sdr]\b|%[A-Za-z_]{2,40}%|(?<!\w)\$[A-Za-z_]\w*|\$[A-Z][A-Z_]+(?![a-z])|#\{[^}]{0,60}\}/g;
const address =
  /:\/\/|\/\*+$|^#[A-Za-z][A-Za-z-]*$|^(?:[/~]|\.{1,2}[/\\]|\.[a-z][a-z.:_-]*$|[A-Za-z]:\\)|^[\w.+-]+@[\w-]+\.\w|^\w+(?:[/\\][\w.-]+){1,}\.\w{1,5}$|\.(?:py|json|ya?ml|pem|key|crt|txt|html?|js|css|ini|cfg|env|md|png|svg|com|org|net|io|app|dev|cloud)$/i;
/** An OpenPGP fingerprint is public: https://www.rfc-editor.org/rfc/rfc4880#section-12.2 */
const fingerprint = /^[0-9A-F]{40}$/;
/** Of code: `app.config.Settings`, `app.factories:ApiToken`. */
const dotted = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?::[A-Za-z_]\w*)?$/;
const date = /^\d{4}-\d\d-\d\d|^[\d\s.:,+-]+$/;
const pattern = /\\[dwsb]|\[\^?[a-z]-[a-z]|^\^.*\$$|\(\?|\.\*/i;
/** Says by its start that it is a digest, or a password's hash: neither opens anything. https://passlib.readthedocs.io/en/stable/modular_crypt_format.html */
const digest =
  /^(?:sha\d{1,3}|md5|blake2[bs]?)[-:]|^\$(?:2[abxy]|5|6|1|apr1|argon2\w{1,2}|pbkdf2[\w-]*|scrypt)\$|^(?:pbkdf2|scrypt|argon2|bcrypt):|^\{(?:cipher|bcrypt|pbkdf2|scrypt|s?sha\d*|crypt|md5)\}|^ENC[([]/i;
/** What a shell puts in, also where its end is on the other side of a blank. */
const expansion = /^\$[\w{(]|\$\(|^<[\w ]*$/;
/** Code, where values need no quotes: a call, a subscript, an attribute. */
const code =
  /^[A-Za-z_][\w.]*(?:\(|\[["'\w])|^(?:process|os|sys|self|this|settings|config|app|secrets|var|local|module|data|env)\./;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** https://www.rfc-editor.org/rfc/rfc4253#section-6.6 */
const publicKey = /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-[\w-]+|sk-[\w@.-]+) AAAA/;
const mime = /^[a-z]+\/[a-z0-9.+-]+$|charset=|;\s*q=/i;

/** Longer texts are data: certificates, pictures, documents. */
const longestValue = 2048;

/** Judges a literal's text; the length that is demanded depends on where it stands. */
export function valueShape(value: string, shortest = 8): ValueShape {
  const text = value.replace(/^(?:Bearer|Token|Basic|ApiKey|Api-Key|Api-Token|OAuth|SSWS) +(?=\S)/i, '').trim();
  if (findProviderKey(text) !== undefined) return 'provider';
  if (text.length < shortest || text.length > longestValue) return null;
  if (
    placeholder.test(text) ||
    isPublished(text) ||
    text.includes('EXAMPLE') ||
    isTemplate(text) ||
    !isVaried(text, shortest)
  )
    return null;
  if (/[\r\n\t]/.test(text) || (/[^\x20-\x7e]/.test(text) && !isBeyondAscii(text))) return null;
  if (publicKey.test(text)) return null;
  if (text.includes(' ')) return text.split(/[\s'"`{}()|,;]+/).some(isGenerated) ? 'random' : 'text';
  if (uuid.test(text)) return new Set(text).size > 8 ? 'uuid' : null;
  if (/^\d{12,}$/.test(text)) return isSequence(text) ? null : 'mixed';
  if (isNoKey(text)) return null;
  if (isGenerated(text)) return 'random';
  if (!/[A-Za-z]/.test(text)) return null;
  if (isIdentifier(text)) return 'word';
  return /\d|[^A-Za-z0-9_-]/.test(text) ? 'mixed' : 'word';
}

/** `1111…` and `abababab` are no keys. */
function isVaried(text: string, shortest: number): boolean {
  const different = new Set(text).size;
  return different >= Math.min(4, shortest) && (text.length < 16 || (different > 5 && entropy(text) > 2.3));
}

function isNoKey(text: string): boolean {
  return (
    address.test(text) ||
    (dotted.test(text) && !isGenerated(text)) ||
    date.test(text) ||
    pattern.test(text) ||
    mime.test(text) ||
    digest.test(text) ||
    code.test(text) ||
    expansion.test(text) ||
    fingerprint.test(text) ||
    isSequence(text)
  );
}

/** Mostly holes: what is left without them could not be a key. */
function isTemplate(text: string): boolean {
  hole.lastIndex = 0;
  if (!hole.test(text)) return /^\[.*\]$|^<.*>$|^&lt;.*&gt;$|^%.*%$/.test(text);
  const rest = text.replace(hole, '');
  return rest.length < 16 || (/^[\w:/. -]*$/.test(rest) && !isGenerated(rest));
}

/** Words joined by `_`, `-` or `:`, each letters with at most two digits behind, are a name: `X-API-Key`, `oauth2_token`, `API_KEY_V2`. */
function isIdentifier(text: string): boolean {
  // Of the environment, or of another list of secrets: `CLUSTER_TOKEN_PROD_02`.
  if (/^[A-Z]+\d{0,2}(?:_[A-Z]+\d{0,2}){2,}$/.test(text)) return true;
  return /^[A-Za-z]+\d{0,2}(?:[-_:/,|][A-Za-z]*\d{0,2})*$/.test(text) && !/\d{2}$/.test(text);
}

/** An alphabet or a run of digits is no key: `0123456789abcdef`. */
export function isSequence(text: string): boolean {
  let steps = 0;
  for (let index = 1; index < text.length; index++) {
    const step = text.charCodeAt(index) - text.charCodeAt(index - 1);
    if (step === 1 || text.slice(index - 1, index + 1) === '90') steps++;
  }
  return text.length > 8 && steps > text.length * 0.78;
}

/** `user1RealPassword`: words and nothing else. */
const camelWords = /^[A-Za-z][a-z]{2,}\d{0,4}(?:[A-Z][a-z]{2,}\d{0,4})+$/;

/** A password with letters of another alphabet holds digits or signs, too; without them it is a word of that language. */
function isBeyondAscii(text: string): boolean {
  return (
    !/[^\x20-\xff]/.test(text) && !text.includes(' ') && (/\d/.test(text) || new Set(text.match(/[!-/:-@]/g)).size > 2)
  );
}

function isGenerated(text: string): boolean {
  return isRandom(text) || isSerial(text) || isStrongPassword(text) || isUnpronounceable(text);
}

/** Pairs of letters that words and names hardly ever hold. */
const oddPair = /q[^u_]|[jvxz][bcdfghjkmnpqrstvwxz]|[bcdfghjklmnpstvwz][xq]|[fhkwy][bcdfjkmpqvwxz]/gi;

/** `suyXfbayQplsyR`: letters of both cases, no digit, and no word among them. */
function isUnpronounceable(text: string): boolean {
  if (!/^[A-Za-z]{14,64}$/.test(text) || !/[a-z][A-Z][a-z]/.test(text)) return false;
  return (text.match(oddPair)?.length ?? 0) >= text.length / 5;
}

/** `IZAT6SA-AJUQES1-BZWZYWJ-VDIXPVG`: groups of one length, letters and digits mixed. */
function isSerial(text: string): boolean {
  if (!/^(?:[A-Z0-9]{4,8}-){2,8}[A-Z0-9]{4,8}$/.test(text)) return false;
  const groups = text.split('-');
  return (
    new Set(groups.map((group) => group.length)).size === 1 &&
    groups.filter((group) => /\d/.test(group) && /[A-Z]/.test(group)).length > 1
  );
}

/** Letters of both cases, digits and signs that change places all the time: no word, no name, no pattern. */
function isStrongPassword(text: string): boolean {
  // Without opening brackets: with them it may be a pattern or a call.
  if (text.length < 12 || !/^[\w!@#$%^&*?+=.,:;~|<>\]/-]+$/.test(text)) return false;
  if (![/[a-z]/, /[A-Z]/, /\d/, /[!@#$%^&*?~|<>\]]/].every((kind) => kind.test(text)) || address.test(text))
    return false;
  const changes = text.match(/[a-z](?=[^a-z])|[A-Z](?=[^A-Z])|\d(?=\D)/g)?.length ?? 0;
  return changes >= text.length / 3 && !code.test(text) && !pattern.test(text);
}

/** A part between `-` and `_` of base64url, too short to be a word of many. */
function isMixedPart(part: string): boolean {
  return part.length < 4 || [/\d/, /[a-z]/, /[A-Z]/].every((kind) => kind.test(part));
}

/** Generated text: long, of one alphabet, with digits among letters and many different characters. */
function isRandom(given: string): boolean {
  // As an address writes base64.
  const text = given.replace(/%(?:2[BbFf]|3[Dd])/g, '+');
  if (text.length < 16 || !/^[A-Za-z0-9+/=_.:~-]+$/.test(text) || camelWords.test(text)) return false;
  // `U2fEnrollmentData`
  const inWords = text.match(/^[a-z]+|[A-Z][a-z]{3,}/g)?.join('').length ?? 0;
  if (/[A-Z][a-z]{3}/.test(text) && inWords > text.length * 0.7) return false;
  const parts = text.split(/[-_.=/+:~]+/).filter((part) => part !== '');
  const longest = Math.max(...parts.map((part) => part.length));
  const words = parts.filter((part) => /^[A-Za-z]*$/.test(part) || /^\d{1,4}$/.test(part));
  const isWordy = words.length > parts.length * 0.6 && words.join('').length > parts.join('').length * 0.5;
  if (isWordy || (longest < 12 && !parts.every(isMixedPart))) return false;
  const changes = text.match(/[a-zA-Z](?=\d)|\d(?=[a-zA-Z])|[a-z](?=[A-Z])/g)?.length ?? 0;
  // Of hexadecimal digits no word can be made, however seldom they change.
  if (/^[0-9a-f]{24,}$/i.test(text)) return changes > 1 && entropy(text) >= 2.8;
  return (
    /\d/.test(text) &&
    /[A-Za-z]/.test(text) &&
    changes >= text.length / 10 &&
    entropy(text) >= (/^[0-9a-f]+$/i.test(text) ? 2.8 : 3.2)
  );
}
