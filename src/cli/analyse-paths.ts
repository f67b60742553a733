/** What `scan` and `routes` share: PATHs in, reports of their projects out. */
import path from 'node:path';
import { findRule } from '../report/find-rule';
import type { Comparison, ProjectReport } from '../report/project-report';
import { visible } from '../report/visible-text';
import type { FixResult } from './apply-fixes';
import { type AnalysedTarget, analyseTarget } from './analyse-targets';
import { keyAgesAtHand } from './key-ages';
import { terminalProgress } from './progress';
import { documentRoot, resolveTargets } from './targets';

/** Compares a project with earlier states of it. */
export type Compare = (target: AnalysedTarget) => Promise<readonly Comparison[]>;

/** What is to be done besides analysing. */
interface AnalysisWishes {
  /** Applies the safe fixes first. */
  readonly fix?: boolean;
  readonly compare?: Compare;
  /** Looks for no findings. */
  readonly routesOnly?: boolean;
  /** Asks git since when the keys that were found are in its history. */
  readonly asksGit?: boolean;
}

/** A project's report, and where the project stands. */
export interface PathReport extends ProjectReport {
  readonly root: string;
}

/** Reports of the projects that `paths` name; file names are as the format's reader wants them. */
export async function analysePaths(
  paths: readonly string[],
  format: string,
  { fix = false, routesOnly = false, compare, asksGit = false }: AnalysisWishes = {},
): Promise<readonly PathReport[]> {
  const given = paths.length > 0 ? paths : ['.'];
  const base = baseOf(paths, format);
  const progress = terminalProgress();
  try {
    const reports: PathReport[] = [];
    for (const target of resolveTargets(given)) {
      const analysed = await analyseTarget(target, progress, { fix, routesOnly });
      const report = {
        ...projectReport(analysed, base),
        comparisons: (await compare?.(analysed)) ?? [],
        keyAges: asksGit ? await agesOf(analysed) : new Map<never, never>(),
      };
      reports.push(report);
      if (analysed.fixes) {
        progress.clear();
        reportFixes(analysed.fixes, report);
      }
      for (const { file, reason } of analysed.refused) {
        progress.clear();
        process.stderr.write(`api-key-guard: ${visible(file)}: ${visible(reason)}\n`);
        process.exitCode = 2;
      }
    }
    return reports;
  } finally {
    progress.clear();
  }
}

function agesOf({ analysis, root, session }: AnalysedTarget): Promise<ProjectReport['keyAges']> {
  return keyAgesAtHand({ findings: analysis.findings, root, text: (file) => session.text(file) });
}

/** The same reports for the reader of another format. */
export function namedFor(
  format: string,
  reports: readonly PathReport[],
  paths: readonly string[],
): readonly PathReport[] {
  const base = baseOf(paths, format);
  return reports.map((report) => ({ ...report, nameOf: namer(report.root, base) }));
}

/**
 * A terminal makes names that are relative to where it stands into links, and a build runs at the repository's top; our
 * own document must not depend on that.
 */
function baseOf(paths: readonly string[], format: string): string {
  return format === 'json' ? documentRoot(paths.length > 0 ? paths : ['.']) : process.cwd();
}

function namer(root: string, base: string): (file: string) => string {
  return (file) => path.relative(base, path.join(root, file)).replaceAll(path.sep, '/');
}

/** On standard error, so that the report itself stays what it is. */
function reportFixes({ fixed, refused }: FixResult, report: ProjectReport): void {
  const nameOf = (file: string) => visible(report.nameOf(file));
  const lines = fixed.map(({ file, line, title, rule }) => `fixed ${nameOf(file)}:${line}  ${title}  ${rule}\n`);
  const kept = refused.map(({ file, reason }) => `api-key-guard: ${nameOf(file)}: not fixed: ${reason}\n`);
  process.stderr.write([...lines, ...kept].join(''));
  if (refused.length > 0) process.exitCode = 2;
}

function projectReport({ root, session, settings, analysis }: AnalysedTarget, base: string): PathReport {
  return {
    root,
    analysis,
    settings,
    text: (file) => session.text(file),
    nameOf: namer(root, base),
    fixes: (finding) => session.fixes(finding),
    rule: findRule,
    comparisons: [],
    keyAges: new Map(),
  };
}
