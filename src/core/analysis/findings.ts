import { isPythonFile } from '../python/python-file';
import { memoByText } from '../text/memo-by-text';
import { isSameSpan, type Location } from '../text/span';
import type { ModuleSyntax } from '../python/syntax';
import { projectRules } from '../rules/registry';
import { unusedMarker } from '../rules/unused-marker';
import type { Marker } from './markers';
import type { Report, Rule, RuleInput } from '../rules/rule';
import { fileReports } from './file-rules';
import { fingerprintOf, hashText, normalisedCode, numberedCodes, symbolAt } from './fingerprint';
import { markedLines, type MarkedLines } from './marked-lines';
import { plainLocation } from './plain-location';
import type { AnalysisSettings, EvidenceStep, Finding } from './results';

/** What a finding came from; fixes are computed from it. */
export interface FindingSource {
  readonly rule: Rule;
  readonly report: Report;
}

interface FileFindings {
  readonly text: string;
  readonly reported: readonly FindingSource[];
  /** In the order of their places. */
  readonly findings: ReadonlyMap<FindingSource, Finding>;
}

const markedLinesOf = memoByText((file, text) => markedLines(file, text));
const hasMarkers = memoByText((file, text) => file.endsWith('.py') && text.includes('api-key-guard:'));

/** All findings of a session; those of a file are kept until its text or what rules report of it changes. */
export class Findings {
  private readonly files = new Map<string, FileFindings>();

  /** Forgets everything, for the settings have changed. */
  clear(): void {
    this.files.clear();
  }

  /** Runs every rule, then: drop what is declared public → set severity → suppress → sort → fingerprint. */
  collect(input: RuleInput): { findings: readonly Finding[]; sources: ReadonlyMap<Finding, FindingSource> } {
    const { source } = input.project;
    const reported = new Map<string, FindingSource[]>();
    for (const file of source.files) if (hasMarkers(source, file, source.text(file) ?? '')) reported.set(file, []);
    for (const one of reportsOf(input)) {
      const known = reported.get(one.report.file);
      if (known) known.push(one);
      else reported.set(one.report.file, [one]);
    }
    const findings: Finding[] = [];
    const sources = new Map<Finding, FindingSource>();
    for (const file of [...reported.keys()].sort()) {
      for (const [from, finding] of this.findingsOf(file, reported.get(file) ?? [], input)) {
        findings.push(finding);
        sources.set(finding, from);
      }
    }
    return { findings, sources };
  }

  private findingsOf(file: string, reported: readonly FindingSource[], input: RuleInput): FileFindings['findings'] {
    const text = input.project.source.text(file) ?? '';
    const former = this.files.get(file);
    if (former?.text === text && isSameReports(former, reported)) return former.findings;
    const findings = findingsOfFile(file, text, reported, input);
    this.files.set(file, { text, reported, findings });
    return findings;
  }
}

function reportsOf(input: RuleInput): readonly FindingSource[] {
  const { settings, project } = input;
  const isOn = (rule: Rule): boolean => settings.rules[rule.id] !== 'off';
  return [
    ...fileReports(project.source).filter(({ rule }) => isOn(rule)),
    ...projectRules
      .filter(isOn)
      .flatMap((rule) => rule.check(input).map((report): FindingSource => ({ rule, report })))
      .filter(({ report }) => !report.route?.route.public),
  ];
}

/** Places of reports move with their text, so they are compared with those that the findings were made with. */
function isSameReports({ reported, findings }: FileFindings, now: readonly FindingSource[]): boolean {
  return (
    reported.length === now.length &&
    now.every(({ rule, report }, at) => {
      const before = reported[at];
      const finding = before && findings.get(before);
      return (
        finding !== undefined &&
        before?.rule === rule &&
        before.report.route === report.route &&
        before.report.severity === report.severity &&
        finding.message === report.message &&
        isSamePlace(finding, report) &&
        isSameSteps(finding.related, report.related)
      );
    })
  );
}

function isSameSteps(left: readonly EvidenceStep[], right: readonly EvidenceStep[]): boolean {
  return (
    left.length === right.length &&
    right.every((step, at) => {
      const other = left[at];
      return other?.says === step.says && isSamePlace(other, step);
    })
  );
}

function isSamePlace(left: Location, right: Location): boolean {
  return left.file === right.file && isSameSpan(left.span, right.span);
}

function findingsOfFile(
  file: string,
  text: string,
  reported: readonly FindingSource[],
  { project, settings }: RuleInput,
): FileFindings['findings'] {
  const marked = markedLinesOf(project.source, file, text);
  const syntax = (): ModuleSyntax | undefined => project.source.syntax(file);
  const found = reported.map((source) => ({
    finding: toFinding(source.rule, source.report, marked, settings, syntax),
    source,
  }));
  found.push(
    ...unusedMarkers(
      marked,
      found.map(({ finding }) => finding),
      settings,
    ).map((report) => ({
      // It cannot silence itself.
      finding: { ...toFinding(unusedMarker, report, marked, settings, syntax), suppressed: null },
      source: { rule: unusedMarker, report },
    })),
  );
  found.sort((left, right) => byPlace(left.finding, right.finding));
  const findings = identified(found.map(({ finding }) => finding));
  return new Map(
    found.flatMap(({ source }, at) => {
      const finding = findings[at];
      return finding ? [[source, finding]] : [];
    }),
  );
}

/** Ignore markers that silenced nothing; one that names a rule that is off may have its use. */
function unusedMarkers(
  marked: MarkedLines,
  findings: readonly Unidentified[],
  settings: AnalysisSettings,
): readonly Report[] {
  if (settings.rules[unusedMarker.id] === 'off') return [];
  const isUsed = ({ line, rules: named }: Marker): boolean =>
    named.some((rule) => settings.rules[rule] === 'off') ||
    findings.some(
      ({ suppressed, span, rule }) =>
        suppressed !== null &&
        marked.lines.positionAt(span.start).line === line &&
        (named.length === 0 || named.includes(rule)),
    );
  return marked.markers
    .filter((marker) => !isUsed(marker))
    .map(({ location }) => ({
      ...location,
      message: 'This marker silences nothing: take it out.',
      related: [],
      route: null,
    }));
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
  const { span, message, related } = report;
  const { line, column } = lines.positionAt(span.start);
  const marker = markers.find((one) => one.line === line && (one.rules.length === 0 || one.rules.includes(rule.id)));
  const chosen = settings.rules[rule.id];
  const isKey = 'findsKeys' in rule && rule.findsKeys;
  const hidden = isKey ? { start: column, end: column + span.end - span.start } : null;
  return {
    ...plainLocation(report),
    rule: rule.id,
    severity: chosen === undefined || chosen === 'off' ? (report.severity ?? rule.severity) : chosen,
    message,
    related: related.map((step) => ({ ...step, ...plainLocation(step) })),
    symbol: symbolOf(report, syntax),
    code: hashText(normalisedCode(lines.lineText(line), hidden)),
    suppressed: marker ? { reason: marker.reason } : null,
  };
}

/** A route that serves one method more is another one: what was known of it does not excuse that. */
function symbolOf({ route, file, span }: Report, syntax: () => ModuleSyntax | undefined): string {
  if (route === null) return symbolAt(isPythonFile(file) ? syntax() : undefined, span.start);
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
