/**
 * `npx tsx test/bench/peers/measure.ts FOLDER [--verbose]`: how many keys of the peers' own test cases are found, and how
 * many findings there are keys. FOLDER holds clones named `secretlint`, `detect-secrets` and `gitleaks`.
 */
import { checkText } from '../../../src/core/analysis/check-text';
import { defaultSettings } from '../../../src/core/analysis/settings';
import { createPythonParser } from '../../../src/core/python/parser';
import { readParserBinaries } from '../../../src/workspace/parser-binaries';
import { peerCases, type PeerCase } from './cases';

async function main(): Promise<void> {
  const [folder, verbose] = process.argv.slice(2);
  if (folder === undefined) throw new Error('name the folder of the clones');
  const parser = await createPythonParser(readParserBinaries());
  const isFound = ({ file, text }: PeerCase): boolean => checkText(file, text, parser, defaultSettings).length > 0;
  for (const [peer, cases] of peerCases(folder)) {
    const judged = cases.map((one) => ({ ...one, isFound: isFound(one) }));
    const count = (isKey: boolean, found: boolean): number =>
      judged.filter((one) => one.isKey === isKey && one.isFound === found).length;
    const share = (part: number, whole: number): string =>
      whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
    console.log(
      `${peer}: ${cases.length} cases; recall ${share(count(true, true), count(true, true) + count(true, false))}, ` +
        `precision ${share(count(true, true), count(true, true) + count(false, true))}`,
    );
    if (verbose !== '--verbose') continue;
    for (const { name, isKey, isFound: found, file, text } of judged)
      if (isKey !== found) console.log(`  ${isKey ? 'missed' : 'no key'}: ${name} (${file}): ${text.slice(0, 200)}`);
  }
}

void main();
