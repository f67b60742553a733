/** Checks what is staged, and files that are named: what `staged` prints. */
import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Finding, UnreadableFile } from '../core/results/results';
import { defaultSettings } from '../core/analysis/settings';
import { stagedFindings, type StagedText } from '../core/analysis/staged-findings';
import { createPythonParser, type PythonParser } from '../core/python/parser';
import { keyRules } from '../core/rules/key-rules';
import { decodeBlob } from '../git/decode-blob';
import { findRepository, type Repository } from '../git/repository';
import { readStagedFiles } from '../git/staged-files';
import type { Comparison } from '../report/project-report';
import type { StagedReport } from '../report/staged-document';
import { findConfiguration } from '../workspace/find-configuration';
import { readParserBinaries } from '../workspace/parser-binaries';
import { maximumSourceBytes, readFailure } from '../workspace/read-source';
import { UserError } from '../workspace/user-error';
import { keyAges } from './key-ages';

/** What is staged; of `files` only those, if there are any. Throws a `UserError` when git fails. */
export async function checkStaged(files: readonly string[]): Promise<StagedReport> {
  const cwd = process.cwd();
  const repository = findRepository(cwd);
  const { settings, problems } = findConfiguration(repository.root);
  if (problems.length > 0) throw new UserError(problems.join('; '));
  const effective = { ...defaultSettings, ...settings };
  const staged = await readStagedFiles(repository, { cwd });
  const asked = new Set(files.map((file) => nameIn(repository, file)));
  const isAsked = (file: string): boolean => asked.size === 0 || asked.has(file);
  const known = new Set([
    ...staged.texts.map(({ file }) => file),
    ...staged.unreadable.map(({ file }) => file),
    ...staged.binary,
  ]);
  const others = [...asked].filter((file) => !known.has(file)).map((file) => readWhole(repository, file));
  const texts = [...staged.texts.filter(({ file }) => isAsked(file)), ...others.filter(isText)];
  const findings = await parsing((parser) => texts.flatMap((one) => stagedFindings(one, parser, effective)));
  const contents = new Map(texts.map((one) => [one.file, one.text]));
  const text = (file: string): string | undefined => contents.get(file);
  return {
    project: {
      analysis: {
        routes: [],
        findings,
        unreadable: [...staged.unreadable.filter(({ file }) => isAsked(file)), ...others.filter(isUnreadable)],
        fileCount: texts.length,
      },
      text,
      nameOf: staged.nameOf,
      fixes: () => [],
      settings: effective,
      rule: (id) => keyRules.find((rule) => rule.id === id),
      comparisons: await whatIsKnown(findings, repository.root, text),
      keyAges: await keyAges({ findings, root: repository.root, text }, repository),
    },
    findings,
    binary: [...staged.binary.filter(isAsked), ...others.filter((other) => other === undefined).map(() => '')],
  };
}

/** What the project's baseline takes on; it is looked for only where there is something to compare. */
async function whatIsKnown(
  findings: readonly Finding[],
  root: string,
  text: (file: string) => string | undefined,
): Promise<readonly Comparison[]> {
  if (findings.length === 0) return [];
  const { baselineAround } = await import('./known-findings');
  const known = baselineAround({ findings, text }, root);
  return known === undefined ? [] : [known];
}

/** Thrown where Python must be parsed after all. */
const parserIsNeeded = new Error('the parser is not loaded');

const noParser: PythonParser = {
  parse() {
    throw parserIsNeeded;
  },
  follow: () => null,
};

/** Most commits hold nothing that is worth a look at its syntax, and to load the parser takes longer than all the rest. */
async function parsing<Result>(search: (parser: PythonParser) => Result): Promise<Result> {
  try {
    return search(noParser);
  } catch (error) {
    if (error !== parserIsNeeded) throw error;
    return search(await createPythonParser(readParserBinaries()));
  }
}

/** Relative to the repository's top; links in the way to it are followed, since git has done so, too. */
function nameIn({ root }: Repository, file: string): string {
  const absolute = path.resolve(file);
  const folder = path.dirname(absolute);
  try {
    return path
      .relative(realpathSync(root), path.join(realpathSync(folder), path.basename(absolute)))
      .replaceAll(path.sep, '/');
  } catch (error) {
    throw new UserError(`${file}: ${readFailure(error)}`);
  }
}

/** A file that is not staged, but was asked for: every line counts. Undefined for one that holds no text. */
function readWhole({ root }: Repository, file: string): StagedText | UnreadableFile | undefined {
  try {
    const bytes = readFileSync(path.join(root, file));
    if (bytes.length > maximumSourceBytes)
      return { file, reason: `larger than ${maximumSourceBytes / 1024 / 1024} MB, not checked` };
    const text = decodeBlob(bytes);
    return text === undefined ? undefined : { file, text, isNew: () => true };
  } catch (error) {
    return { file, reason: readFailure(error) };
  }
}

function isText(file: StagedText | UnreadableFile | undefined): file is StagedText {
  return file !== undefined && 'text' in file;
}

function isUnreadable(file: StagedText | UnreadableFile | undefined): file is UnreadableFile {
  return file !== undefined && 'reason' in file;
}
