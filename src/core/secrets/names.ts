/** Is a name the name of a key? Judged by its words, so that `API_KEY_HEADER` and `TOKEN_URL` are none. */

/** `certain` names hold nothing but keys; under `likely` ones only a random-looking value counts. */
export type NameStrength = 'certain' | 'likely' | null;

/** Say nothing about what is named, so the word before decides. */
const neutralEndings = new Set(
  'default value val prod production dev development live staging str string text plain raw b64 base base64 hex current old new fallback env local bytes'.split(
    ' ',
  ),
);
const certainEndings = new Set(
  'secret secrets password passwords passwd passwds pwd passphrase passphrases passcode apikey apikeys secretkey accesskey authkey authtoken accesstoken apitoken bearertoken clientsecret'.split(
    ' ',
  ),
);
/** Words before `key` or `token` that make it a credential. */
const qualifiers = new Set(
  'api secret access private auth authentication authorization encryption encrypt signing sign signature master admin client consumer security license licence hmac jwt aes fernet valid allowed accepted authorized known shared webhook account storage bearer bot oauth app application deploy personal refresh internal service'.split(
    ' ',
  ),
);
/** Words before `key` or `token` that make it something else. */
const disqualifiers = new Set(
  'primary foreign sort sorting cache public partition dict lookup index hash group natural redis unique field i18n translation row column col hot arrow config map json query param parameter header cookie form attribute attr property prop order object s3 meta metadata context label message msg next page continuation pad eos bos unk mask sep start end stop special csrf csrftoken parent child composite pub type event any no not missing invalid wrong bad settings setting session filter data enum tag storagebucket bucket shortcut keyboard registry env environ reset locale language lang idempotency xsrf search error forgot change confirm confirmation new'.split(
    ' ',
  ),
);

/** Words of a name in lower case: `SERVICE_API_KEY`, `serviceApiKey` and `Service-Api-Key` give the same. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+|(?<=[a-z]{3})\d+$/)
    .filter((word) => word !== '' && !/^\d+$/.test(word));
}

/** How surely a name is the name of a key. */
export function keyNameStrength(name: string): NameStrength {
  if (name.length > 80) return null;
  const words = wordsOf(name);
  while (words.length > 1 && neutralEndings.has(words.at(-1) ?? '')) words.pop();
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  if (certainEndings.has(last)) return before.some((word) => disqualifiers.has(word)) ? null : 'certain';
  if (last === 'pass' || last === 'credential' || last === 'credentials' || last === 'authorization')
    return before.length > 0 || last === 'authorization' ? 'likely' : null;
  if (!/^(?:key|token)s?$/.test(last)) return null;
  if (before.some((word) => disqualifiers.has(word))) return null;
  return qualifiers.has(before.at(-1) ?? '') ? 'certain' : 'likely';
}

/** `API_KEYS`, `tokens`: a collection under this name holds keys. */
export function isPluralKeyName(name: string): boolean {
  return (
    /(?:keys|tokens|secrets|passwords|passwds|passphrases|credentials)(?:_?[a-z]{0,12})?$/i.test(name) &&
    keyNameStrength(name) !== null
  );
}

/** Headers, arguments and variables in which callers send their key: `X-API-Key`, `key`, `Authorization`. */
export function isCredentialField(name: string): boolean {
  const strength = keyNameStrength(name);
  return (
    strength === 'certain' ||
    (/^(?:(?:x[-_])?authorization|(?:x[-_])?(?:\w+[-_])?(?:key|token|auth))$/i.test(name) && strength !== null)
  );
}
