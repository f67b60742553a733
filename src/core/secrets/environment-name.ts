import { wordsOf } from './names';

/** Names of headers and fields that say nothing of whose key it is. */
const general: Readonly<Record<string, string>> = {
  KEY: 'API_KEY',
  KEYS: 'API_KEYS',
  TOKEN: 'API_TOKEN',
  TOKENS: 'API_TOKENS',
  AUTHORIZATION: 'API_TOKEN',
  SECRET: 'APP_SECRET',
};

/** The environment variable for a key of this name: `serviceApiKey` → `SERVICE_API_KEY`, `X-API-Key` → `API_KEY`. */
export function environmentName(name: string): string {
  const words = wordsOf(name);
  if (words[0] === 'x' && words.length > 1) words.shift();
  const joined = words
    .join('_')
    .toUpperCase()
    .replace(/^(?=\d)/, 'KEY_');
  return general[joined] ?? joined;
}
