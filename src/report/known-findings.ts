/** Compares a project's findings with a baseline, wherever that was read. */
import type { Finding } from '../core/results/results';
import { type Baseline, type Candidate, matchBaseline } from './baseline';
import { keyOf } from './key-text';
import type { Comparison, ProjectReport } from './project-report';

/** A project as its baseline sees it. */
export interface BaselinedProject extends Pick<ProjectReport, 'text'> {
  readonly findings: readonly Finding[];
  /** A file's name relative to the baseline's folder. */
  nameInBaseline(file: string): string;
  /** Whether the baseline's entries of that file, be it there or not, belong to what is reported. */
  isReported(nameInBaseline: string): boolean;
  /** Salted hash of a key; undefined where none can be made: then entries of keys know nothing. */
  readonly hashKey: ((key: string, salt: string) => string) | undefined;
}

/** What the baseline knows of the project, and what it knows that is gone. */
export function compareWithBaseline(project: BaselinedProject, baseline: Baseline): Comparison {
  const { known, gone } = matchBaseline(candidatesOf(project), baseline);
  const isGone = ({ file, hash }: (typeof gone)[number]) =>
    project.isReported(file) && (hash === undefined || project.hashKey !== undefined);
  return { with: 'the baseline', reason: 'baseline', known, gone: gone.filter(isGone), score: null };
}

/** The findings that no marker suppresses, as the baseline would know them. */
export function candidatesOf(project: BaselinedProject): readonly Candidate[] {
  return project.findings
    .filter(({ suppressed }) => suppressed === null)
    .map((finding) => ({
      finding,
      rule: finding.rule,
      file: project.nameInBaseline(finding.file),
      symbol: finding.symbol,
      code: finding.code,
      hash: (salt) => keyHash(finding, project, salt),
    }));
}

/** Formatters change quotes; the key is what stands between them. */
function keyHash(finding: Finding, project: BaselinedProject, salt: string): string | undefined {
  const key = keyOf(finding, project.text(finding.file));
  return key === undefined ? undefined : (project.hashKey?.(key, salt) ?? '');
}
