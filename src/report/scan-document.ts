/** Every finding, as `api-key-guard scan --format json` prints it. Version 1, see README. */
import type { Finding, Severity, UnreadableFile } from '../core/results/results';
import { countGuarded, type GuardedRoutes } from './guarded-routes';
import { type Place, Places, type ProjectReport } from './project-report';
import { countRoutes, type DocumentStep, type RouteCounts, unreadableFiles } from './routes-document';
import type { KeySince } from './key-since';
import { suppressionOf } from './comparison';
import { type Cost, type Grade, type Score, scoreOf } from './score';

/** One finding; places are 1-based, the end is exclusive. */
export interface DocumentFinding extends Place {
  readonly rule: string;
  readonly severity: Severity;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly cwe: readonly string[];
  readonly owasp: readonly string[];
  readonly fixes: readonly { readonly title: string }[];
  readonly fingerprint: string;
  /** Set when a marker in the code, the baseline or `--new-since` says that it does not count. */
  readonly suppressed: { readonly reason: string } | null;
  /** Set when the key stands in git's history: it must be rotated, whatever happens to the code. */
  readonly since: KeySince | null;
}

/** Route counts, and how many findings of each severity are not suppressed. */
export type ScanCounts = RouteCounts & Readonly<Record<Severity | 'suppressed', number>>;

/** The whole document. */
export interface ScanDocument {
  readonly version: 1;
  readonly findings: readonly DocumentFinding[];
  readonly unreadable: readonly UnreadableFile[];
  readonly score: number;
  readonly grade: Grade;
  readonly costs: readonly Cost[];
  readonly summary: ScanCounts;
}

/** A finding of the document together with the steps that lead to it, which reports for people show. */
export interface ExplainedFinding {
  readonly finding: DocumentFinding;
  readonly steps: readonly DocumentStep[];
}

/** Puts the findings of all projects into one document. */
export function scanDocument(projects: readonly ProjectReport[]): ScanDocument {
  return {
    version: 1,
    findings: explainedFindings(projects).map(({ finding }) => finding),
    unreadable: unreadableFiles(projects),
    ...projectScore(projects),
    summary: scanCounts(projects),
  };
}

/** The findings of all projects with the steps that explain them. */
export function explainedFindings(projects: readonly ProjectReport[]): readonly ExplainedFinding[] {
  return projects.flatMap((project) => {
    const places = new Places(project);
    return project.analysis.findings.map((finding) => ({
      finding: documentFinding(finding, project, places),
      steps: finding.related.map((step) => {
        const { file, line } = places.start(step);
        return { file, line, says: step.says };
      }),
    }));
  });
}

/** One score over all projects. */
export function projectScore(projects: readonly ProjectReport[]): Score {
  return scoreOf(
    projects.flatMap(({ analysis }) => analysis.routes),
    projects.flatMap(({ analysis }) => analysis.findings),
  );
}

/** What only people read: the summary of version 1 has no place for it. */
export type ScanCountsInWords = ScanCounts & { readonly guarded: GuardedRoutes };

/** Counts routes and findings, for people. */
export function countFindings(projects: readonly ProjectReport[]): ScanCountsInWords {
  const guarded = countGuarded(projects.flatMap(({ analysis }) => analysis.routes));
  return { ...scanCounts(projects), guarded };
}

/** Counts routes by verdict and findings by severity. */
function scanCounts(projects: readonly ProjectReport[]): ScanCounts {
  const findings = projects.flatMap(({ analysis }) => analysis.findings);
  const active = projects.flatMap((project) =>
    project.analysis.findings.filter((finding) => suppressionOf(finding, project) === null),
  );
  const count = (wanted: Severity) => active.filter(({ severity }) => severity === wanted).length;
  return {
    ...countRoutes(projects),
    error: count('error'),
    warning: count('warning'),
    info: count('info'),
    suppressed: findings.length - active.length,
  };
}

function documentFinding(finding: Finding, project: ProjectReport, places: Places): DocumentFinding {
  const rule = project.rule(finding.rule);
  const { file, line, column } = places.start(finding);
  const end = places.end(finding);
  const suppression = suppressionOf(finding, project);
  return {
    rule: finding.rule,
    severity: finding.severity,
    file,
    line,
    column,
    endLine: end.line,
    endColumn: end.column,
    message: finding.message,
    cwe: rule?.cwe ?? [],
    owasp: rule?.owasp ?? [],
    // Worked out only for a format that shows them.
    get fixes() {
      return project.fixes(finding).map(({ title }) => ({ title }));
    },
    fingerprint: finding.fingerprint,
    suppressed: suppression && { reason: suppression.reason },
    since: project.keyAges.get(finding) ?? null,
  };
}
