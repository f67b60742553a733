import { isPipeline } from '../secrets/file-formats';
import { findKeys } from '../secrets/find-keys';
import { keyReport, shownKey, shownName } from './key-report';
import type { FileRule } from './rule';

/** A key that everyone tries first. */
export const weakKey: FileRule = {
  id: 'weak-key',
  title: 'Guessable key in the source',
  severity: 'warning',
  why: 'Words such as "dev" and "secret" are the first that are tried, and tools that forge session cookies try them all. What was meant for a trial is often what runs.',
  bad: 'app.secret_key = "dev"\n',
  good: 'app.secret_key = os.environ["SECRET_KEY"]\n',
  cwe: ['CWE-521'],
  owasp: ['API2:2023'],
  pci: ['2.2.2', '8.3.6'],
  fixes: ['move-to-environment', 'move-to-environment-file', 'ignore'],
  findsKeys: true,
  checkFile: (file) =>
    findKeys(file)
      .filter((key) => key.context !== 'default' && key.isGuessable && !key.isIllustration && !isPipeline(file.file))
      .map((key) =>
        keyReport(
          key,
          `${shownName(key)} is a key that can be guessed: ${shownKey(key)}; read a long random one from the environment.`,
        ),
      ),
};
