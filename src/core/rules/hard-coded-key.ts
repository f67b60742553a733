import { isEnvironmentFile } from '../secrets/file-formats';
import { findKeys, type FoundKey } from '../secrets/find-keys';
import { keyReport, shownKey, shownName } from './key-report';
import type { FileRule } from './rule';

/** A key's value stands in a file. */
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
  fixes: ['move-to-environment', 'move-to-environment-file', 'ignore'],
  findsKeys: true,
  checkFile: (file) =>
    findKeys(file)
      .filter((key) => key.context !== 'default' && !key.isGuessable)
      .map((key) => keyReport(key, `${placeOf(key)}: ${shownKey(key)}; ${remedyIn(file.file)}`)),
};

function remedyIn(file: string): string {
  return isEnvironmentFile(file)
    ? 'keep this file out of the repository, and rotate the key if it was ever committed.'
    : 'read it from the environment, and rotate it if it was ever committed.';
}

function placeOf(key: FoundKey): string {
  if (key.context === 'private-key') return 'A private key stands in the source';
  if (key.context === 'url') return 'A password stands in an address in the source';
  if (key.provider) return `A ${key.provider.format.provider} key stands in the source`;
  const name = shownName(key);
  switch (key.context) {
    case 'entry':
      return `The entry ${name} holds a key in the source`;
    case 'collection':
      return `${name} holds keys in the source`;
    case 'argument':
      return `The argument ${name} is a key in the source`;
    case 'comparison':
      return `${name} is compared with a key in the source`;
    default:
      return `${name} is set to a key in the source`;
  }
}
