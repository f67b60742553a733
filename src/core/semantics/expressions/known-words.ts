import { isOfCredential } from '../values/credential-check';
import { type SymbolValue, type Value, textOf } from '../values/values';

/** Authentication schemes are no secrets: RFC 9110 §11.1 and the IANA registry. */
const schemes = new Set(['bearer', 'basic', 'token', 'apikey', 'api-key', 'digest', 'negotiate', '']);

/** Words for yes and no: whoever knows the field's name knows them. */
const answers = new Set(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off', 'y', 'n', 'none', 'null']);

/** A short literal is a switch, not a key, unless the field is named like a credential: `request.args.get("preview") == "1"`. */
const shortestKey = 8;

/** Whether to send what is written here proves nothing: anybody knows such words. */
export function isKnownWord(input: SymbolValue, word: Value): boolean {
  if (word.kind === 'constant' && typeof word.value !== 'string') return true;
  const text = textOf(word);
  if (text === undefined) return false;
  return (
    schemes.has(text.trim().toLowerCase()) ||
    answers.has(text.toLowerCase()) ||
    (text.length < shortestKey && !isOfCredential(input))
  );
}
