/** Makes findings of what rules report, whether of a project or of one text alone. */
import { isPythonFile } from '../python/python-file';
import type { ModuleSyntax } from '../python/syntax';
import type { Report, Rule } from '../rules/rule';
import type { LineIndex } from '../text/line-index';
import type { Span } from '../text/span';
import { allowingSetting } from './allowed-keys';
import { fingerprintOf, hashText, normalisedCode, symbolAt } from './fingerprint';
import type { MarkedLines } from './marked-lines';
import type { AnalysisSettings, Finding, Route } from '../results/results';

/** A finding before those that look the same are told apart. */
export type Unidentified = Omit<Finding, 'fingerprint'>;

/** A rule's report with its severity (the configured one wins), its symbol, and the marker that silences it. */
export function toFinding(
  rule: Rule,
  report: Report,
  { lines, markers }: MarkedLines,
  settings: AnalysisSettings,
  syntax: () => ModuleSyntax | undefined,
): Unidentified {
  const { span, message, related } = report;
  const { line, column } = lines.positionAt(span.start);
  const marker = markers.find((one) => one.line === line && (one.rules.length === 0 || one.rules.includes(rule.id)));
  const chosen = settings.rules[rule.id];
  const isKey = 'findsKeys' in rule && rule.findsKeys;
  const hidden = isKey ? { start: column, end: column + span.end - span.start } : null;
  return {
    file: report.file,
    span: { start: span.start, end: span.end },
    rule: rule.id,
    severity: chosen === undefined || chosen === 'off' ? (report.severity ?? rule.severity) : chosen,
    message,
    related: related.map(({ file, span: { start, end }, says }) => ({ file, span: { start, end }, says })),
    symbol: symbolOf(report, syntax),
    code: codeOf(report, lines.lineText(line), hidden),
    suppressed: marker ? { reason: marker.reason } : isKey ? allowed(settings, report, lines) : null,
  };
}

function allowed(settings: AnalysisSettings, { file, span }: Report, lines: LineIndex): Finding['suppressed'] {
  const reason = allowingSetting(settings, file, lines.text.slice(span.start, span.end));
  return reason === null ? null : { reason };
}

const knownCodes = new WeakMap<Report, { readonly line: string; readonly code: string }>();

/** Most key presses move lines and leave them what they are. */
function codeOf(report: Report, line: string, hidden: Span | null): string {
  const known = knownCodes.get(report);
  if (known?.line === line && hidden === null) return known.code;
  const code = hashText(normalisedCode(line, hidden));
  knownCodes.set(report, { line, code });
  return code;
}

/** A route that serves one method more is another one: what was known of it does not excuse that. */
function symbolOf({ route, file, span, symbol }: Report, syntax: () => ModuleSyntax | undefined): string {
  if (route !== null) return routeSymbol(route.route);
  return symbol ?? symbolAt(isPythonFile(file) ? syntax() : undefined, span.start);
}

function routeSymbol({ handler, methods, path }: Pick<Route, 'handler' | 'methods' | 'path'>): string {
  return `${handler} ${methods.join(',')} ${path}`;
}

/** Whether a finding is about a route: its verdict, a decorator of its handler, or what its handler does. */
export function isAboutRoute({ file, symbol }: Finding, route: Route): boolean {
  if (file !== route.location.file) return false;
  return symbol === routeSymbol(route) || `.${symbol}`.endsWith(`.${route.handler}`);
}

/** The findings of one text, sorted and with their fingerprints. */
export function sortedFindings(findings: readonly Unidentified[]): readonly Finding[] {
  return identified([...findings].sort(byPlace));
}

/** Those that look the same are numbered, so they must be in order. */
export function identified(findings: readonly Unidentified[]): readonly Finding[] {
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    const fingerprint = fingerprintOf(finding);
    const count = (counts.get(fingerprint) ?? 0) + 1;
    counts.set(fingerprint, count);
    if (count === 1) return { fingerprint, ...finding };
    const numbered = { ...finding, code: `${finding.code}-${count}` };
    return { fingerprint: fingerprintOf(numbered), ...numbered };
  });
}

/** By file, then place, then rule. */
export function byPlace(left: Unidentified, right: Unidentified): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.span.start - right.span.start || (left.rule < right.rule ? -1 : 1);
}
