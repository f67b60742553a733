/** Compares a project's findings with a baseline file. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../core/analysis/results';
import { type Baseline, type Candidate, matchBaseline, parseBaseline } from '../report/baseline';
import type { Comparison } from '../report/comparison';
import { keyOf } from '../report/key-text';
import { findBaseline, saltedHash } from '../workspace/baseline-file';
import { readFailure } from '../workspace/read-source';
import { UserError } from '../workspace/user-error';
import type { AnalysedTarget } from './analyse-targets';

/** The baseline of a command line: a file, `false` for none, `undefined` for the one that the project may have. */
export type BaselineChoice = string | false | undefined;

/** What the chosen baseline knows of a project; undefined where there is none. */
export function compareWithBaseline(target: AnalysedTarget, choice: BaselineChoice): Comparison | undefined {
  if (choice === false) return undefined;
  const file = choice ?? findBaseline(target.root);
  if (file === undefined) return undefined;
  const baseline = readBaseline(file);
  const candidates = candidatesOf(target, file);
  const { known, gone } = matchBaseline(candidates, baseline);
  const isReported = ({ file: name }: { readonly file: string }) =>
    target.isReported(path.relative(target.root, path.resolve(path.dirname(file), name)).replaceAll(path.sep, '/'));
  return { with: 'the baseline', reason: 'baseline', known, gone: gone.filter(isReported), score: null };
}

/** Reads a baseline; throws a `UserError` when it cannot be used. */
export function readBaseline(file: string): Baseline {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file}: ${readFailure(error)}; write one with: api-key-guard baseline`);
  }
  const baseline = parseBaseline(text);
  if (typeof baseline !== 'string') return baseline;
  throw new UserError(`${file}: ${baseline}; write it again with: api-key-guard baseline`);
}

/** The findings that no marker suppresses, as the baseline in `file` would know them. */
export function candidatesOf(target: AnalysedTarget, file: string): readonly Candidate[] {
  const folder = path.dirname(path.resolve(file));
  return target.analysis.findings
    .filter(({ suppressed }) => suppressed === null)
    .map((finding) => ({
      finding,
      rule: finding.rule,
      file: path.relative(folder, path.join(target.root, finding.file)).replaceAll(path.sep, '/'),
      symbol: finding.symbol,
      code: finding.code,
      hash: (salt) => keyHash(finding, target, salt),
    }));
}

/** Formatters change quotes; the key is what stands between them. */
function keyHash(finding: Finding, { session }: AnalysedTarget, salt: string): string | undefined {
  const key = keyOf(finding, session.text(finding.file));
  return key === undefined ? undefined : saltedHash(key, salt);
}
