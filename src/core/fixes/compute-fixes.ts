import type { FindingSource } from '../analysis/findings';
import type { AnalysisSettings, Finding, Fix } from '../analysis/results';
import type { Project } from '../flask/project';
import type { Decorator } from '../python/syntax';
import { fileText, type FileText } from './file-text';
import { ignoreLine } from './ignore-line';
import { insertGuard } from './insert-guard';
import { markPublic } from './mark-public';
import { moveGuard } from './move-guard';
import { definitionWithDecorator } from './syntax-walk';

/** What a fix may look at. */
export interface FixRequest {
  readonly project: Project;
  readonly finding: Finding;
  readonly source: FindingSource;
  readonly settings: AnalysisSettings;
  readonly text: (file: string) => string | undefined;
}

const guardable = new Set(['unprotected-route', 'presence-only-check', 'conditional-check']);

/** Fixes of a finding, best first. */
export function computeFixes(request: FixRequest): readonly Fix[] {
  const { finding, source, project } = request;
  const open = (file: string): FileText | undefined => {
    const text = file.endsWith('.py') ? request.text(file) : undefined;
    return text === undefined ? undefined : fileText(file, text);
  };
  const here = open(finding.file);
  const syntax = project.source.syntax(finding.file);
  if (here === undefined || syntax === undefined) return [];
  const { route } = source.report;
  const fixes: Fix[] = [];
  if (route && guardable.has(finding.rule)) fixes.push(...insertGuard(request, route, open));
  if (finding.rule === 'guard-above-route') fixes.push(...moveMisplaced(finding, here, request));
  // A finding at a shared check is about several routes: marking one of them would not answer it.
  if (route?.route.location.file === finding.file && route.route.location.span.start === finding.span.start)
    fixes.push(...markPublic(route, open));
  return [...fixes, ...ignoreLine(finding, here, syntax)];
}

function moveMisplaced(finding: Finding, here: FileText, { project }: FixRequest): Fix[] {
  const syntax = project.source.syntax(finding.file);
  const isMisplaced = (one: Decorator): boolean => one.start === finding.span.start;
  const definition = syntax ? definitionWithDecorator(syntax, finding.span.start) : undefined;
  return (definition?.decorators ?? [])
    .filter(isMisplaced)
    .flatMap((decorator) => (definition ? (moveGuard(here, definition, decorator) ?? []) : []));
}
