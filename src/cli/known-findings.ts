/** The baseline of a command line: which file it is, and a project as that file sees it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Baseline, parseBaseline } from '../report/baseline';
import type { Comparison } from '../report/project-report';
import { type BaselinedProject, compareWithBaseline } from '../report/known-findings';
import { findBaseline, saltedHash } from '../workspace/baseline-file';
import { readFailure } from '../workspace/read-source';
import { UserError } from '../workspace/user-error';
import type { AnalysedTarget } from './analyse-targets';

/** The baseline of a command line: a file, `false` for none, `undefined` for the one that the project may have. */
export type BaselineChoice = string | false | undefined;

/** What the chosen baseline knows of a project; undefined where there is none. */
export function compareWithChosenBaseline(target: AnalysedTarget, choice: BaselineChoice): Comparison | undefined {
  if (choice === false) return undefined;
  const file = choice ?? findBaseline(target.root);
  return file === undefined ? undefined : compareWithBaseline(baselinedProject(target, file), readBaseline(file));
}

/** What the baseline of a folder, if it has one, knows of findings below it; what is gone is not asked. */
export function baselineAround(
  { findings, text }: Pick<BaselinedProject, 'findings' | 'text'>,
  root: string,
): Comparison | undefined {
  const file = findBaseline(root);
  if (file === undefined) return undefined;
  const nameInBaseline = (name: string) => slashed(path.relative(path.dirname(file), path.join(root, name)));
  return compareWithBaseline(
    { findings, text, nameInBaseline, isReported: () => false, hashKey: saltedHash },
    readBaseline(file),
  );
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

/** A project as the baseline in `file` sees it. */
export function baselinedProject(target: AnalysedTarget, file: string): BaselinedProject {
  const { root, session, analysis, isReported } = target;
  const folder = path.dirname(path.resolve(file));
  return {
    findings: analysis.findings,
    text: (name) => session.text(name),
    nameInBaseline: (name) => slashed(path.relative(folder, path.join(root, name))),
    isReported: (name) => isReported(slashed(path.relative(root, path.join(folder, name)))),
    hashKey: saltedHash,
  };
}

function slashed(name: string): string {
  return name.replaceAll(path.sep, '/');
}
