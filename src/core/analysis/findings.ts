import type { ModuleSyntax } from '../python/syntax';
import { rules } from '../rules/registry';
import { unusedMarker } from '../rules/unused-marker';
import type { Marker } from './markers';
import type { Report, Rule, RuleInput } from '../rules/rule';
import { checkFiles } from './file-rules';
import { fingerprintOf, hashText, normalisedCode, numberedCodes, symbolAt } from './fingerprint';
import { markedLines, type MarkedLines } from './marked-lines';
import type { AnalysisSettings, Finding } from './results';

/** What a finding came from; fixes are computed from it. */
export interface FindingSource {
  readonly rule: Rule;
  readonly report: Report;
}

/** Runs every rule, then: drop what is declared public → set severity → suppress → sort → fingerprint. */
export function collectFindings(input: RuleInput): {
  findings: readonly Finding[];
  sources: ReadonlyMap<Finding, FindingSource>;
} {
  const found: { finding: Unidentified; source: FindingSource }[] = [];
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
      const syntax = (): ModuleSyntax | undefined => input.project.source.syntax(report.file);
      const finding = toFinding(rule, report, linesOf(report.file), input.settings, syntax);
      found.push({ finding, source: { rule, report } });
    }
  }
  found.push(...unusedMarkers(input, found, linesOf));
  found.sort((left, right) => byPlace(left.finding, right.finding));
  const findings = identified(found.map(({ finding }) => finding));
  const sources = new Map<Finding, FindingSource>();
  for (const [at, { source }] of found.entries()) {
    const finding = findings[at];
    if (finding) sources.set(finding, source);
  }
  return { findings, sources };
}

/** Ignore markers that silenced nothing; one that names a rule that is off may have its use. */
function unusedMarkers(
  { project, settings }: RuleInput,
  found: readonly { readonly finding: Unidentified }[],
  linesOf: (file: string) => MarkedLines,
): { finding: Unidentified; source: FindingSource }[] {
  if (settings.rules[unusedMarker.id] === 'off') return [];
  const silenced = found.filter(({ finding }) => finding.suppressed !== null).map(({ finding }) => finding);
  return project.source.files
    .filter((file) => project.source.text(file)?.includes('api-key-guard:'))
    .flatMap((file) => {
      const marked = linesOf(file);
      const isUsed = ({ line, rules: named }: Marker): boolean =>
        named.some((rule) => settings.rules[rule] === 'off') ||
        silenced.some(
          (one) =>
            one.file === file &&
            marked.lines.positionAt(one.span.start).line === line &&
            (named.length === 0 || named.includes(one.rule)),
        );
      return marked.markers
        .filter((marker) => !isUsed(marker))
        .map(({ location }) => {
          const report = {
            ...location,
            message: 'This marker silences nothing: take it out.',
            related: [],
            route: null,
          };
          const finding = toFinding(unusedMarker, report, marked, settings, () => project.source.syntax(file));
          // It cannot silence itself.
          return { finding: { ...finding, suppressed: null }, source: { rule: unusedMarker, report } };
        });
    });
}

function reportsOf(rule: Rule, input: RuleInput): readonly Report[] {
  return [
    ...('checkFile' in rule ? checkFiles(rule, input.project.source) : []),
    ...('check' in rule ? rule.check(input) : []),
  ];
}

/** A finding before those that look the same are told apart. */
type Unidentified = Omit<Finding, 'fingerprint'>;

/** A rule's report with its severity (the configured one wins), its symbol, and the marker that silences it. */
export function toFinding(
  rule: Rule,
  report: Report,
  { lines, markers }: MarkedLines,
  settings: AnalysisSettings,
  syntax: () => ModuleSyntax | undefined,
): Unidentified {
  const { file, span, message, related } = report;
  const { line, column } = lines.positionAt(span.start);
  const marker = markers.find((one) => one.line === line && (one.rules.length === 0 || one.rules.includes(rule.id)));
  const chosen = settings.rules[rule.id];
  const isKey = 'findsKeys' in rule && rule.findsKeys;
  const hidden = isKey ? { start: column, end: column + span.end - span.start } : null;
  return {
    file,
    span,
    rule: rule.id,
    severity: chosen === undefined || chosen === 'off' ? (report.severity ?? rule.severity) : chosen,
    message,
    related,
    symbol: symbolOf(report, syntax),
    code: hashText(normalisedCode(lines.lineText(line), hidden)),
    suppressed: marker ? { reason: marker.reason } : null,
  };
}

/** A route that serves one method more is another one: what was known of it does not excuse that. */
function symbolOf({ route, file, span }: Report, syntax: () => ModuleSyntax | undefined): string {
  if (route === null) return symbolAt(/\.pyw?$/.test(file) ? syntax() : undefined, span.start);
  const { handler, methods, path } = route.route;
  return `${handler} ${methods.join(',')} ${path}`;
}

/** The findings of one text, sorted and with their fingerprints. */
export function sortedFindings(findings: readonly Unidentified[]): readonly Finding[] {
  return identified([...findings].sort(byPlace));
}

/** Those that look the same are numbered, so they must be in order. */
function identified(findings: readonly Unidentified[]): readonly Finding[] {
  const codes = numberedCodes(findings);
  return findings.map((finding, at) => {
    const identity = { ...finding, code: codes[at] ?? finding.code };
    return { ...identity, fingerprint: fingerprintOf(identity) };
  });
}

/** By file, then place, then rule. */
function byPlace(left: Unidentified, right: Unidentified): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.span.start - right.span.start || (left.rule < right.rule ? -1 : 1);
}
