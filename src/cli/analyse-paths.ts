/** What `scan` and `routes` share: PATHs in, reports of their projects out. */
import path from 'node:path';
import { findRule } from '../report/find-rule';
import type { Comparison } from '../report/comparison';
import type { ProjectReport } from '../report/project-report';
import type { FixResult } from './apply-fixes';
import { type AnalysedTarget, analyseTarget } from './analyse-targets';
import { terminalProgress } from './progress';
import { documentRoot, resolveTargets } from './targets';

/** The formats that a report is printed in. */
export const formats = ['text', 'json'] as const;

/** One of `formats`. */
export type Format = (typeof formats)[number];

/** Compares a project with earlier states of it. */
export type Compare = (target: AnalysedTarget) => Promise<readonly Comparison[]>;

/** Reports of the projects that `paths` name; file names are as the format's reader wants them. `fix` fixes them first. */
export async function analysePaths(
  paths: readonly string[],
  format: string,
  { fix = false, compare }: { readonly fix?: boolean; readonly compare?: Compare } = {},
): Promise<readonly ProjectReport[]> {
  const given = paths.length > 0 ? paths : ['.'];
  // A terminal makes names that are relative to where it stands into links, and a build runs at the repository's top;
  // our own document must not depend on that.
  const base = format === 'json' ? documentRoot(given) : process.cwd();
  const progress = terminalProgress();
  try {
    const reports: ProjectReport[] = [];
    for (const target of resolveTargets(given)) {
      const analysed = await analyseTarget(target, progress, { fix });
      const report = { ...projectReport(analysed, base), comparisons: (await compare?.(analysed)) ?? [] };
      reports.push(report);
      if (analysed.fixes) {
        progress.clear();
        reportFixes(analysed.fixes, report);
      }
      for (const { file, reason } of analysed.refused) {
        progress.clear();
        process.stderr.write(`api-key-guard: ${file}: ${reason}\n`);
        process.exitCode = 2;
      }
    }
    return reports;
  } finally {
    progress.clear();
  }
}

/** On standard error, so that the report itself stays what it is. */
function reportFixes({ fixed, refused }: FixResult, report: ProjectReport): void {
  const nameOf = (file: string) => report.nameOf(file);
  const lines = fixed.map(({ file, line, title, rule }) => `fixed ${nameOf(file)}:${line}  ${title}  ${rule}\n`);
  const kept = refused.map(({ file, reason }) => `api-key-guard: ${nameOf(file)}: not fixed: ${reason}\n`);
  process.stderr.write([...lines, ...kept].join(''));
  if (refused.length > 0) process.exitCode = 2;
}

function projectReport({ root, session, settings, analysis }: AnalysedTarget, base: string): ProjectReport {
  return {
    analysis,
    settings,
    text: (file) => session.text(file),
    nameOf: (file) => path.relative(base, path.join(root, file)).replaceAll(path.sep, '/'),
    fixes: (finding) => session.fixes(finding),
    rule: findRule,
    comparisons: [],
  };
}
