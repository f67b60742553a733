import { keyNameStrength } from './names';
import { valueShape } from './values';

/**
 * Whether a value under a name is a key: the surer the name, the less the value must look generated. `isQuoted` is
 * false where anything may stand without quotes, so that code and words are not taken for values.
 */
export function isKeyUnder(name: string, value: string, isQuoted = true): boolean {
  const strength = keyNameStrength(name);
  if (strength === null) return false;
  switch (valueShape(value)) {
    case 'provider':
    case 'random':
      return true;
    case 'uuid':
      return strength === 'certain' || /token$|authorization$/i.test(name);
    case 'mixed':
      return strength === 'certain' && (isQuoted || /\d/.test(value) || /[^\w.:/-]/.test(value));
    default:
      return false;
  }
}

/** Keys that everyone tries first, and that tutorials leave behind. */
const guessable =
  /^(?:dev|development|secret|secret_?key|my_?secret(?:_?key)?|super_?secret(?:_?key)?|very_?secret|top_?secret|s3cr3t|test|testing|test_?key|admin|administrator|password\d{0,4}|passw0rd|pass|changeme|change_?me|default|demo|example|hello|letmein|qwerty|root|guest|flask|app|a{3,}|abc\d{0,6}|123\d{0,7})$/i;

/** Whether a value under a key's name can be guessed: one of the words that everyone tries, or too short to resist. */
export function isGuessableUnder(name: string, value: string): boolean {
  // `{"password": "password"}` names a field.
  return isGuessable(value) && value.toLowerCase() !== name.toLowerCase() && keyNameStrength(name) === 'certain';
}

/** Whether a value is one of the words that everyone tries. */
export function isGuessable(value: string): boolean {
  return guessable.test(value.replace(/[ -]/g, '_'));
}
