/** What kind of text a string literal is: a key, or a placeholder, a name, a URL, a message. */
import { findProviderKey } from './provider-formats';

/** `random` looks generated; `mixed` holds digits or symbols; `word` letters only; `text` has blanks. Null is no key at all. */
export type ValueShape = 'provider' | 'random' | 'mixed' | 'word' | 'text' | null;

const placeholder =
  /^(?:change|replace|insert|enter|fill|put|add|set|update|choose|generate|provide|your|my[-_ ]?(?:api|key|token|secret|password)|todo|fixme|none|null|undefined|redacted|placeholder|dummy|not[-_ ]?(?:set|configured|used|needed|provided|available|found|required)|no[-_ ](?:key|token|secret|password)|unset|missing|invalid|unknown|default|optional|required|masked|hidden|some[-_ ])|change[-_ ]?(?:me|this|it)|[-_ ](?:here|goes)\b|your[-_ ]|x{4}|\*{3}|\.{3}|…|placeholder|redacted/i;
const template = /[<>{}]|\$[A-Za-z(]|%[(sdr]|^\[.*\]$/;
const address =
  /:\/\/|^(?:[./~]|[A-Za-z]:\\)|^[\w.+-]+@[\w-]+\.\w|^\w+(?:[/\\][\w.-]+){1,}\.\w{1,5}$|\.(?:py|json|ya?ml|pem|key|crt|txt|html?|js|css|ini|cfg|env|md|png|svg|com|org|net|io)$/i;
/** An OpenPGP fingerprint is public: https://www.rfc-editor.org/rfc/rfc4880#section-12.2 */
const fingerprint = /^[0-9A-F]{40}$/;
const dotted = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/;
const date = /^\d{4}-\d\d-\d\d|^[\d\s.:,+-]+$/;
const pattern = /\\[dwsb]|\[\^?[a-z]-[a-z]|^\^|\$$|\(\?|\.\*/i;
const mime = /^[a-z]+\/[a-z0-9.+-]+$|charset=|;\s*q=/i;

/** Judges a literal's text; the length that is demanded depends on where it stands. */
export function valueShape(value: string, shortest = 8): ValueShape {
  const text = value.replace(/^(?:Bearer|Token|Basic|ApiKey|Api-Key) (?=\S)/i, '').trim();
  if (findProviderKey(text) !== undefined) return 'provider';
  if (text.length < shortest || text.length > 512) return null;
  if (placeholder.test(text) || template.test(text) || new Set(text).size < Math.min(4, shortest)) return null;
  if (/[\r\n\t]/.test(text) || /[^\x20-\x7e]/.test(text)) return null;
  if (text.includes(' ')) return 'text';
  if (
    address.test(text) ||
    dotted.test(text) ||
    date.test(text) ||
    pattern.test(text) ||
    mime.test(text) ||
    fingerprint.test(text) ||
    isSequence(text)
  )
    return null;
  if (isRandom(text)) return 'random';
  if (!/[A-Za-z]/.test(text)) return null;
  if (isIdentifier(text)) return 'word';
  return /\d|[^A-Za-z0-9_-]/.test(text) ? 'mixed' : 'word';
}

/** Words joined by `_`, `-` or `:`, each letters with at most two digits behind, are a name: `X-API-Key`, `oauth2_token`, `API_KEY_V2`. */
function isIdentifier(text: string): boolean {
  return /^[A-Za-z]+\d{0,2}(?:[-_:/,|][A-Za-z]*\d{0,2})*$/.test(text) && !/\d{2}$/.test(text);
}

/** An alphabet or a run of digits is no key: `0123456789abcdef`. */
function isSequence(text: string): boolean {
  let steps = 0;
  for (let index = 1; index < text.length; index++)
    if (text.charCodeAt(index) - text.charCodeAt(index - 1) === 1) steps++;
  return text.length > 8 && steps > text.length * 0.7;
}

/** Generated text: long, of one alphabet, with digits among letters and many different characters. */
function isRandom(text: string): boolean {
  if (text.length < 16 || !/^[A-Za-z0-9+/=_.~-]+$/.test(text)) return false;
  const parts = text.split(/[-_.=/+~]/);
  const longest = Math.max(...parts.map((part) => part.length));
  const isWordy =
    parts.filter((part) => /^[A-Za-z]*$/.test(part) || /^\d{1,4}$/.test(part)).length > parts.length * 0.6;
  if (longest < 12 || isWordy) return false;
  const changes = text.match(/[a-zA-Z](?=\d)|\d(?=[a-zA-Z])|[a-z](?=[A-Z])/g)?.length ?? 0;
  return (
    /\d/.test(text) &&
    /[A-Za-z]/.test(text) &&
    changes >= text.length / 10 &&
    entropy(text) >= (/^[0-9a-f]+$/i.test(text) ? 2.8 : 3.2)
  );
}

/** Shannon entropy in bits per character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
