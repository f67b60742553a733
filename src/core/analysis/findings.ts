import { rules } from '../rules/registry';
import type { Report, Rule, RuleInput } from '../rules/rule';
import { checkFiles } from './file-rules';
import { fingerprintOf } from './fingerprint';
import { markedLines, type MarkedLines } from './marked-lines';
import type { AnalysisSettings, Finding } from './results';

/** What a finding came from; fixes are computed from it. */
export interface FindingSource {
  readonly rule: Rule;
  readonly report: Report;
}

/** Runs every rule, then: drop what is declared public → set severity → suppress → fingerprint → sort. */
export function collectFindings(input: RuleInput): {
  findings: readonly Finding[];
  sources: ReadonlyMap<Finding, FindingSource>;
} {
  const sources = new Map<Finding, FindingSource>();
  const files = new Map<string, MarkedLines>();
  const linesOf = (file: string): MarkedLines => {
    const lines = files.get(file) ?? markedLines(file, input.project.source.text(file) ?? '');
    files.set(file, lines);
    return lines;
  };
  for (const rule of rules) {
    if (input.settings.rules[rule.id] === 'off') continue;
    for (const report of reportsOf(rule, input)) {
      if (report.route?.route.public) continue;
      sources.set(toFinding(rule, report, linesOf(report.file), input.settings), { rule, report });
    }
  }
  return { findings: sortedFindings([...sources.keys()]), sources };
}

function reportsOf(rule: Rule, input: RuleInput): readonly Report[] {
  return 'check' in rule ? rule.check(input) : checkFiles(rule, input.project.source);
}

/** A rule's report with its severity (the configured one wins), its fingerprint, and the marker that silences it. */
export function toFinding(
  rule: Rule,
  report: Report,
  { lines, markers }: MarkedLines,
  { rules: configured }: AnalysisSettings,
): Finding {
  const { file, span, message, related, route } = report;
  const { line } = lines.positionAt(span.start);
  const marker = markers.find((one) => one.line === line && (one.rules.length === 0 || one.rules.includes(rule.id)));
  const chosen = configured[rule.id];
  return {
    file,
    span,
    rule: rule.id,
    severity: chosen === undefined || chosen === 'off' ? (report.severity ?? rule.severity) : chosen,
    message,
    related,
    fingerprint: fingerprintOf(
      rule.id,
      file,
      route ? `${route.route.handler} ${route.route.path}` : '',
      lines.lineText(line),
    ),
    suppressed: marker ? { reason: marker.reason } : null,
  };
}

/** By file, then place, then rule. */
export function sortedFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((left, right) =>
    left.file < right.file
      ? -1
      : left.file > right.file
        ? 1
        : left.span.start - right.span.start || (left.rule < right.rule ? -1 : 1),
  );
}
