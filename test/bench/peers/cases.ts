/** The own test cases of peers, read from clones of theirs; nothing of them is kept here. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** A text in which a peer says that a key stands, or none. */
export interface PeerCase {
  readonly name: string;
  /** Its ending tells the format. */
  readonly file: string;
  readonly text: string;
  readonly isKey: boolean;
}

/** Cases of the peers whose clones lie in `folder`, by peer. */
export function peerCases(folder: string): ReadonlyMap<string, readonly PeerCase[]> {
  const readers = { secretlint: secretlintCases, 'detect-secrets': detectSecretsCases, gitleaks: gitleaksCases };
  return new Map(
    Object.entries(readers).flatMap(([peer, read]): [string, readonly PeerCase[]][] => {
      const clone = path.join(folder, peer);
      return existsSync(clone) ? [[peer, read(clone)]] : [];
    }),
  );
}

/** Cases that need an option of secretlint's to be what they say. */
const withOption = /allow|--enable/;
/** Rules of secretlint about other things than keys: who built it, which file it is, what is a number. */
const otherRules = /(?:no-homedir|no-k8s|no-dotenv|filter|pattern|example|benchmark|secp256k1|no-deep)/;

/** `test/snapshots/{ok,ng}.<name>/input*` of each rule's package. */
function secretlintCases(clone: string): readonly PeerCase[] {
  const packages = path.join(clone, 'packages', '@secretlint');
  return readdirSync(packages)
    .filter((name) => name.startsWith('secretlint-rule-') && !otherRules.test(name))
    .flatMap((name) => {
      const snapshots = path.join(packages, name, 'test', 'snapshots');
      if (!existsSync(snapshots)) return [];
      return readdirSync(snapshots)
        .filter((one) => /^(?:ok|ng)\./.test(one) && !withOption.test(one))
        .flatMap((one) => inputsOf(path.join(snapshots, one)).map((input) => ({ one, ...input })))
        .map(({ one, file, text }) => ({ name: `${name} ${one}`, file, text, isKey: one.startsWith('ng.') }));
    });
}

function inputsOf(folder: string): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file).startsWith('input') || file.startsWith('input'))
    .filter((file) => statSync(path.join(folder, file)).isFile())
    .map((file) => {
      const name = path.basename(file);
      return { file: name.includes('.') ? name : `${name}.txt`, text: readFileSync(path.join(folder, file), 'utf8') };
    });
}

function detectSecretsCases(clone: string): readonly PeerCase[] {
  const run = spawnSync('python3', [path.join(__dirname, 'detect-secrets.py'), clone], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as PeerCase);
}

/** Only these rules' counter-examples hold no key at all; those of others may hold another provider's. */
const withoutAnyKey = /^(?:generic|curl)\.go$/;

/** The literal samples of each rule: `tps` hold a key, `fps` hold none. Most are generated, and not to be had without Go. */
function gitleaksCases(clone: string): readonly PeerCase[] {
  const rules = path.join(clone, 'cmd', 'generate', 'config', 'rules');
  return readdirSync(rules).flatMap((file) => {
    const code = readFileSync(path.join(rules, file), 'utf8');
    const kinds = withoutAnyKey.test(file) ? '[tf]' : 't';
    return [...code.matchAll(new RegExp(String.raw`\b(${kinds}ps)\s*:?=\s*\[\]string\{\n([^]*?)\n\t\}`, 'g'))].flatMap(
      ([, kind, body = '']) =>
        [...body.matchAll(/^\t\t(?:`([^`]*)`|"((?:[^"\\]|\\.)*)"),/gm)].map(([, raw, quoted], at) => ({
          name: `${file} ${kind ?? ''} ${at}`,
          file: 'case.txt',
          text: raw ?? (JSON.parse(`"${quoted ?? ''}"`) as string),
          isKey: kind === 'tps',
        })),
    );
  });
}
