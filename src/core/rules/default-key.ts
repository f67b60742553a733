import { findKeys } from '../secrets/find-keys';
import { keyReport, shownKey, shownName } from './key-report';
import type { FileRule } from './rule';

/** A key that counts where nobody set one. */
export const defaultKey: FileRule = {
  id: 'default-key',
  title: 'Fallback key in the source',
  severity: 'error',
  why: 'Where the variable is unset, the program runs on with a key that everyone who can read the source knows, and nothing tells.',
  bad: 'SECRET_KEY = os.environ.get("SECRET_KEY", "example-fake-key-0001")\n',
  good: 'SECRET_KEY = os.environ["SECRET_KEY"]\n',
  cwe: ['CWE-1188', 'CWE-798'],
  owasp: ['API2:2023', 'API8:2023'],
  pci: ['2.2.2', '8.6.2'],
  fixes: ['move-to-environment', 'move-to-environment-file', 'ignore'],
  findsKeys: true,
  checkFile: (file) =>
    findKeys(file)
      .filter((key) => key.context === 'default')
      .map((key) =>
        keyReport(
          key,
          `${shownName(key)} falls back to a key in the source: ${shownKey(key)}; let the program stop where it is unset.`,
        ),
      ),
};
