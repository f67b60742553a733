import type { SyntaxSource } from '../flask/project';
import { isIllustration } from '../secrets/file-formats';
import { remedyIn } from '../secrets/key-homes';
import { findKeys, type FoundKey } from '../secrets/find-keys';
import { memoByText } from '../text/memo-by-text';
import { keyReport, shownKey, shownName } from './key-report';
import { comparedByFile, findImportedKeys, type ImportedKey } from '../secrets/traced-imports';
import type { FileRule, ProjectRule, Report } from './rule';

/** A key's value stands in a file. */
export const hardCodedKey: ProjectRule & FileRule = {
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
  fileFacts: comparedByFile,
  check: ({ project }) => findImportedKeys(project).flatMap((imported) => importedReport(imported, project.source)),
  checkFile: (file) =>
    findKeys(file)
      .filter((key) => key.context !== 'default' && !key.isGuessable)
      .map((key) =>
        keyReport(key, `${placeOf(key)}: ${shownKey(key)}; ${remedyIn(file.file, key.context === 'manifest')}`),
      ),
};

const keysOf = memoByText((file, text, source: SyntaxSource) =>
  findKeys({ file, text, syntax: () => source.syntax(file), parse: source.parse }),
);

/** A constant that only the guard in another file makes a key. */
function importedReport({ file, key, comparedIn }: ImportedKey, source: SyntaxSource): readonly Report[] {
  if (keysOf(source, file, source.text(file) ?? '').some(({ start, end }) => start < key.end && key.start < end))
    return [];
  const found = { ...key, isGuessable: false, provider: undefined, isIllustration: isIllustration(file) };
  const { start, end, ...report } = keyReport(
    found,
    `${placeOf(found)}, which ${comparedIn} compares with what callers send: ${shownKey(found)}; ${remedyIn(file)}`,
  );
  return [{ ...report, file, span: { start, end }, related: [], route: null }];
}

function placeOf(key: FoundKey): string {
  if (key.context === 'manifest') return `The entry ${shownName(key)} of a Kubernetes Secret holds a key`;
  if (key.context === 'private-key') return 'A private key stands in the source';
  if (key.context === 'url') return 'A password stands in an address in the source';
  if (key.context === 'text') return 'A key stands in a text in the source';
  if (key.provider) return `A ${key.provider.provider} key stands in the source`;
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
