import { findKeyLiterals, type KeyContext, type KeyLiteral } from '../secrets/find-key-literals';
import { mayHoldKey } from '../secrets/prefilter';
import { findProviderKey, providerHint } from '../secrets/provider-formats';
import { redact, type Redacted } from '../secrets/redaction';
import type { FileRule } from './rule';

/** A key's value stands in the source. */
export const hardCodedKey: FileRule = {
  id: 'hard-coded-key',
  title: 'Key in the source',
  severity: 'error',
  why: 'Whoever can read the repository, now or in its history, holds the key; it cannot be rotated without a release.',
  bad: 'VALID_API_KEYS = {"example-fake-key-0001", "example-fake-key-0002"}\n',
  good: 'VALID_API_KEYS = {key for key in os.environ["API_KEYS"].split(",") if key}\n',
  cwe: ['CWE-798'],
  owasp: ['API2:2023', 'API8:2023'],
  pci: ['6.2.4', '8.6.2'],
  fixes: ['ignore'],
  findsKeys: true,
  checkFile: ({ file, text, syntax }) => {
    const isTest = isTestPath.test(file);
    if (!(isTest ? providerHint.test(text) : mayHoldKey(text))) return [];
    const module = syntax();
    if (!module) return [];
    return findKeyLiterals(module)
      .filter((key) => !isTest || findProviderKey(key.value) !== undefined)
      .map((key) => ({ start: key.start, end: key.end, message: messageOf(key, redact(key.value)) }));
  },
};

/** Keys in tests are made up, but for those in a provider's format. */
const isTestPath =
  /(?:^|\/)(?:tests?|testing|unit_?tests?|specs?|fixtures)\/|(?:^|\/)(?:test_[^/]*|[^/]*_tests?|conftest)\.py$/i;

const places: Readonly<Record<Exclude<KeyContext, 'provider'>, (name: string) => string>> = {
  assignment: (name) => `${name} is set to a key in the source`,
  entry: (name) => `The entry ${name} holds a key in the source`,
  collection: (name) => `${name} holds keys in the source`,
  argument: (name) => `The argument ${name} is a key in the source`,
  comparison: (name) => `${name} is compared with a key in the source`,
  default: (name) => `${name} falls back to a key in the source`,
};

function messageOf(key: KeyLiteral, shown: Redacted): string {
  const remedy = 'read it from the environment, and rotate it if it was ever committed.';
  if (key.context === 'provider')
    return `A ${findProviderKey(key.value)?.format.provider ?? ''} key stands in the source: ${shown}; ${remedy}`;
  return `${places[key.context](safeName(key, shown))}: ${shown}; ${remedy}`;
}

/** A name is shown unless it holds the key, or might be one itself. */
function safeName(key: KeyLiteral, shown: Redacted): string {
  const { name } = key;
  return name === null || name.includes(key.value) || findProviderKey(name) || !/^[\w.-]{1,60}$/.test(name)
    ? shown
    : name;
}
