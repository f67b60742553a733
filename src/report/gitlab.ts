/**
 * Findings for GitLab's merge request widget.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
import type { Severity } from '../core/results/results';
import type { ProjectReport } from './project-report';
import { explainedFindings } from './scan-document';

/** One entry of a code quality report. */
export interface CodeQualityIssue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number; readonly end: number } };
}

const severities: Readonly<Record<Severity, CodeQualityIssue['severity']>> = {
  error: 'critical',
  warning: 'major',
  info: 'info',
};

/** What is not suppressed: GitLab compares the branches by itself and knows no suppressions. */
export function codeQualityReport(projects: readonly ProjectReport[]): readonly CodeQualityIssue[] {
  return explainedFindings(projects)
    .filter(({ finding }) => finding.suppressed === null)
    .map(({ finding }) => ({
      description: finding.message,
      check_name: finding.rule,
      fingerprint: finding.fingerprint,
      severity: severities[finding.severity],
      location: { path: finding.file, lines: { begin: finding.line, end: finding.endLine } },
    }));
}
