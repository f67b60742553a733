import { keyNameStrength, wordsOf } from './names';
import { isEncodedLogin } from './token-structure';
import { isSequence, valueShape } from './values';

/**
 * Whether a value under a name is a key: the surer the name, the less the value must look generated. `isQuoted` is
 * false where anything may stand without quotes, so that code and words are not taken for values.
 */
export function isKeyUnder(name: string, value: string, isQuoted = true): boolean {
  const strength = keyNameStrength(name);
  if (strength === null || namesField(name, value)) return false;
  if (/auth(?:orization)?$/i.test(name) && isEncodedLogin(value)) return true;
  switch (valueShape(value, shortestUnder(name))) {
    case 'provider':
    case 'random':
      return true;
    case 'uuid':
      return strength === 'certain' || /token$|authorization$/i.test(name);
    case 'mixed':
      return strength === 'certain'
        ? isQuoted || /\d/.test(value) || /[^\w.:/-]/.test(value)
        : isTyped(value, /pass$/i.test(name));
    default:
      return false;
  }
}

/** `NEO4J_PASSWORD = "neo4j_password"`: a text that ends in the same word says what something is called. */
function namesField(name: string, value: string): boolean {
  if (!/^[a-z][a-z0-9]*(?:[_-][a-z][a-z0-9]*)+$/i.test(value)) return false;
  const [own, other] = [wordsOf(name).at(-1), wordsOf(value).at(-1)];
  return own !== undefined && own === other && keyNameStrength(value) !== null;
}

/** How short a key under a name may be: people choose passwords, machines make the others. */
export function shortestUnder(name: string): number {
  return /passw|pwd/i.test(name) ? 6 : 8;
}

/** Whether letters of both cases and digits change places as in no word: `Prl23Db#`; without the name to say so, more so. */
export function isTyped(value: string, isPassword: boolean): boolean {
  if (![/[a-z]/, /[A-Z]/, /\d/, /^[\w!@#$%^&*?+=.~-]+$/].every((kind) => kind.test(value))) return false;
  const changes = value.match(/[a-z](?=[^a-z])|[A-Z](?=[^A-Z])|\d(?=\D)/g)?.length ?? 0;
  return isPassword ? changes >= value.length / 3 : value.length >= 12 && changes > value.length * 0.55;
}

const messageWord =
  /\b(?:please|enter|your|must|should|invalid|wrong|is|are|the|for|of|to|a|an|if|this|key|token|secret|pass\w*|use[ds]?)\b/i;

/** Whether a value of several words under a key's name is a passphrase, not what a reader is told. */
export function isPassphraseUnder(name: string, value: string): boolean {
  return (
    keyNameStrength(name) === 'certain' &&
    valueShape(value) === 'text' &&
    /^\w+(?: \w+){2,9}$/.test(value) &&
    !messageWord.test(value)
  );
}

/** Keys that everyone tries first, and that tutorials leave behind. */
const guessable =
  /^(?:dev|development|secret|secret_?key|my_?secret(?:_?key)?|super_?secret(?:_?key)?|very_?secret|top_?secret|s3cr3t|test|testing|test_?key|admin|administrator|password\d{0,4}|passw0rd|pass|change_?me\d{0,4}|default|demo|example|hello|letmein|qwerty|root|guest|flask|app|a{3,}|abc\d{0,6}|123\d{0,7})$/i;

/** Whether a value under a key's name can be guessed: one of the words that everyone tries, or too short to resist. */
export function isGuessableUnder(name: string, value: string): boolean {
  // `{"password": "password"}` names a field.
  if (!isGuessable(value) || value.toLowerCase() === name.toLowerCase()) return false;
  const strength = keyNameStrength(name);
  // `token = "s3cr3t"`: under names that may mean something else, what nobody would call anything.
  return (
    strength === 'certain' ||
    (strength === 'likely' && /(?:pass|token|auth|creds)$/i.test(name) && /^(?=.*\d).{6,}$/.test(value))
  );
}

/** Whether a value under a password's name is a word or two: what a dictionary tries. */
export function isWordUnder(name: string, value: string): boolean {
  return (
    /passw(?:or)?d|passphrase|pwd|pass(?![a-z])|secret/i.test(name) &&
    keyNameStrength(name) === 'certain' &&
    /^[a-z]{3,}(?:[-_][a-z]{2,})*\d{0,3}$/.test(value) &&
    valueShape(value, 5) === 'word' &&
    !isKindOfKey(value) &&
    !namesField(name, value) &&
    !isSameName(name.toLowerCase().replace(/\W/g, '_'), value.replace(/\d+$/, '').replace(/\W/g, '_'))
  );
}

/** `CLIENT_SECRET = "client_secret"` and `get("token_secret", "oauth_token_secret")` name fields. */
function isSameName(name: string, value: string): boolean {
  return name.endsWith(value) || value.endsWith(name);
}

/** Whether a value may say what kind of key a field holds. */
export function isKindOfKey(value: string): boolean {
  return /^(?:pass(?:word)?|secret(?:_?key)?|token|key|text|string)$/i.test(value);
}

/** Whether a value is one of the words that everyone tries, or typed along the keyboard. */
export function isGuessable(value: string): boolean {
  // `SECRET_KEY` is what a setting is called.
  const isName = /^[A-Z]+(?:_[A-Z]+)+$/.test(value);
  return (!isName && guessable.test(value.replace(/[ -]/g, '_'))) || isTypedAlong(value);
}

/** `1234567890abcdef…` and `abcd1234abcd1234…`; what repeats one or two characters is a placeholder. */
function isTypedAlong(value: string): boolean {
  if (value.length < 12 || value.length > 200 || !/^\w+$/.test(value) || new Set(value).size < 4) return false;
  for (let unit = 4; unit <= Math.min(26, value.length / 2); unit++)
    if (value.slice(unit) === value.slice(0, -unit)) return /\d/.test(value);
  return /^\d/.test(value) && isSequence(value);
}
