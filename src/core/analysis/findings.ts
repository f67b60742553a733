import { rules } from '../rules/registry';
import type { Report, Rule, RuleInput } from '../rules/rule';
import { LineIndex } from '../text/line-index';
import { fingerprintOf } from './fingerprint';
import { findMarkers, type Marker } from './markers';
import { checkFiles } from './file-rules';
import type { Finding } from './results';

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
  const files = new Map<string, { lines: LineIndex; markers: readonly Marker[] }>();
  const fileOf = (file: string): { lines: LineIndex; markers: readonly Marker[] } => {
    const known = files.get(file);
    if (known) return known;
    const text = input.project.source.text(file) ?? '';
    const made = {
      lines: new LineIndex(text),
      markers: findMarkers(file, text).filter((marker) => marker.kind === 'ignore'),
    };
    files.set(file, made);
    return made;
  };
  for (const rule of rules) {
    const severity = input.settings.rules[rule.id] ?? rule.severity;
    if (severity === 'off') continue;
    for (const report of reportsOf(rule, input)) {
      if (report.route?.route.public) continue;
      const { lines, markers } = fileOf(report.file);
      const { line } = lines.positionAt(report.span.start);
      const marker = markers.find(
        (one) => one.line === line && (one.rules.length === 0 || one.rules.includes(rule.id)),
      );
      const finding: Finding = {
        file: report.file,
        span: report.span,
        rule: rule.id,
        severity,
        message: report.message,
        related: report.related,
        fingerprint: fingerprintOf(
          rule.id,
          report.file,
          report.route ? `${report.route.route.handler} ${report.route.route.path}` : '',
          lines.lineText(line),
        ),
        suppressed: marker ? { reason: marker.reason } : null,
      };
      sources.set(finding, { rule, report });
    }
  }
  const findings = [...sources.keys()].sort((left, right) =>
    left.file < right.file
      ? -1
      : left.file > right.file
        ? 1
        : left.span.start - right.span.start || (left.rule < right.rule ? -1 : 1),
  );
  return { findings, sources };
}

function reportsOf(rule: Rule, input: RuleInput): readonly Report[] {
  return 'check' in rule ? rule.check(input) : checkFiles(rule, input.project.source);
}
