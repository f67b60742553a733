import type { FindingSource } from '../rules/rule';
import type { AnalysisSettings, Finding, Fix } from '../results/results';
import type { Project } from '../flask/project';
import { fileText, type FileText } from './edits/file-text';
import { fixers } from './fixers';
import { fixKinds } from '../results/fix-kinds';
import type { FixRequest } from './fixer';

/** A finding, and what it was found in. */
export interface FixableFinding {
  readonly project: Project;
  readonly finding: Finding;
  readonly source: FindingSource;
  readonly settings: AnalysisSettings;
  readonly text: (file: string) => string | undefined;
}

/** Fixes of a finding, best first: those of the kinds that its rule names. */
export function computeFixes({ project, finding, source, settings, text }: FixableFinding): readonly Fix[] {
  const open = (file: string): FileText | undefined => {
    const found = text(file);
    return found === undefined ? undefined : fileText(file, found);
  };
  const here = open(finding.file);
  if (!here) return [];
  const syntax = finding.file.endsWith('.py') ? project.source.syntax(finding.file) : undefined;
  const request: FixRequest = { project, finding, route: source.report.route, source: here, syntax, settings, open };
  return source.rule.fixes.flatMap((kind) =>
    fixers[kind](request).map(({ title, edits, safe = fixKinds[kind].safe }): Fix => ({ title, kind, safe, edits })),
  );
}
