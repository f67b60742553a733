/** What a report for people shows beyond single findings: what the HTML and the Markdown report are made from. */
import type { Severity, UnreadableFile, Verdict } from '../core/results/results';
import { rules } from '../core/rules/registry';
import type { RuleMetadata } from '../core/rules/rule';
import { type Trend, trends } from './comparison';
import type { ObservedRoute } from './observations';
import type { ProjectReport } from './project-report';
import { type DocumentRoute, routesDocument, unreadableFiles } from './routes-document';
import {
  countFindings,
  type ExplainedFinding,
  explainedFindings,
  projectScore,
  type ScanCountsInWords,
} from './scan-document';
import type { Score } from './score';
import { type StandardEntry, standardEntries } from './standards';
import { counted } from './text-blocks';

/** The whole report. */
export interface SecurityReport extends Score {
  readonly summary: ScanCountsInWords;
  readonly trends: readonly Trend[];
  /** Worst first. */
  readonly routes: readonly ReportedRoute[];
  /** All answers of the running app in one line; null when it was not asked. */
  readonly observed: string | null;
  /** By rule, worst first; those that are not suppressed. */
  readonly findings: readonly RuleFindings[];
  readonly suppressed: readonly ExplainedFinding[];
  /** Every entry that a rule stands for, with the findings that are not suppressed. */
  readonly standards: readonly (StandardEntry & { readonly findings: number })[];
  readonly unreadable: readonly UnreadableFile[];
}

/** A route with what the running app answered, if it was asked. */
export type ReportedRoute = DocumentRoute & { readonly observed: readonly ObservedRoute[] };

/** The findings of one rule. */
export interface RuleFindings {
  readonly rule: RuleMetadata;
  readonly severity: Severity;
  readonly findings: readonly ExplainedFinding[];
}

const worstFirst: readonly Verdict[] = ['unprotected', 'presence-only', 'conditional', 'unverified', 'protected'];
const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** Puts all projects into one report. */
export function securityReport(projects: readonly ProjectReport[]): SecurityReport {
  const explained = explainedFindings(projects);
  const active = explained.filter(({ finding }) => finding.suppressed === null);
  const rank = ({ public: open, verdict }: DocumentRoute) => (open ? worstFirst.length : worstFirst.indexOf(verdict));
  const routes = projects.flatMap(reportedRoutes);
  return {
    ...projectScore(projects),
    summary: countFindings(projects),
    trends: trends(projects),
    observed: observed(projects, routes),
    routes: [...routes].sort((left, right) => rank(left) - rank(right)),
    findings: byRule(active),
    suppressed: explained.filter(({ finding }) => finding.suppressed !== null),
    standards: standardEntries(rules).map((entry) => ({
      ...entry,
      findings: active.filter(({ finding }) => entry.rules.some(({ id }) => id === finding.rule)).length,
    })),
    unreadable: unreadableFiles(projects),
  };
}

function reportedRoutes(project: ProjectReport): readonly ReportedRoute[] {
  return routesDocument([project]).routes.map((route, at) => {
    const judged = project.analysis.routes[at];
    return { ...route, observed: (judged && project.observations?.of(judged)) ?? [] };
  });
}

function observed(projects: readonly ProjectReport[], routes: readonly ReportedRoute[]): string | null {
  const answers = routes.flatMap((route) => route.observed);
  if (answers.length === 0) return null;
  return observationsSay(new Set(projects.flatMap(({ observations }) => observations?.url ?? [])), answers);
}

function byRule(explained: readonly ExplainedFinding[]): readonly RuleFindings[] {
  const groups = rules.flatMap((rule): RuleFindings[] => {
    const findings = explained.filter(({ finding }) => finding.rule === rule.id);
    const worst = severities.find((severity) => findings.some(({ finding }) => finding.severity === severity));
    return worst === undefined ? [] : [{ rule, severity: worst, findings }];
  });
  return groups.sort((left, right) => severities.indexOf(left.severity) - severities.indexOf(right.severity));
}

/** All answers in one line. */
function observationsSay(urls: ReadonlySet<string>, observed: readonly ObservedRoute[]): string {
  const count = (agrees: boolean | null) => observed.filter((one) => one.agrees === agrees).length;
  const parts = [
    `${count(true)} of ${counted(observed.length, 'answer')} as the code says`,
    ...(count(false) > 0 ? [`${count(false)} otherwise`] : []),
    ...(count(null) > 0 ? [`${count(null)} left open`] : []),
  ];
  return `the running app at ${[...urls].join(', ')}: ${parts.join(', ')}`;
}
