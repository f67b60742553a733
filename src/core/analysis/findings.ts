import { factsByFile } from '../text/facts-by-file';
import { memoByText } from '../text/memo-by-text';
import type { SyntaxSource } from '../flask/project';
import type { ModuleSyntax } from '../python/syntax';
import { projectRules } from '../rules/registry';
import { unusedMarker } from '../rules/unused-marker';
import type { Marker } from '../text/markers';
import type { FindingSource, Report, RuleInput } from '../rules/rule';
import { fileReportsOf, type FileReported } from './file-rules';
import { byPlace, identified, toFinding, type Unidentified } from './finding';
import type { ItemsByFile } from './items-by-file';
import { isKeptOut } from '../secrets/kept-out';
import { ListsByFile } from './lists-by-file';
import { markedLines, type MarkedLines } from './marked-lines';
import type { AnalysisSettings, Finding } from '../results/results';
import { isRuleOn } from './settings';

const markedLinesOf = memoByText((file, text) => markedLines(file, text));
const markedFiles = factsByFile((file, text) =>
  file.endsWith('.py') && text.includes('api-key-guard:') ? true : undefined,
);

/** What the findings of a session are made of. */
export interface FindingsInput extends RuleInput {
  readonly routeReports: ItemsByFile<FindingSource>;
  /** Files whose texts came, changed or went since the last time. */
  readonly changed: ReadonlyMap<string, unknown>;
}

/** All findings of a session; those of a file are kept until its text changes, or what rules report of it. */
export class Findings {
  /** Files with findings or markers, each with the files in which steps of its findings stand. */
  private readonly mentions = new Map<string, ReadonlySet<string>>();
  private readonly sorted = new ListsByFile<Finding>();
  private readonly sources = new WeakMap<Finding, FindingSource>();
  private projectReports: ReadonlyMap<string, ProjectReports> = new Map();
  private keptOut: ReadonlySet<string> = new Set();

  /** Forgets everything, for the settings have changed. */
  clear(): void {
    this.mentions.clear();
    this.sorted.clear();
  }

  /** What a finding came from. */
  sourceOf(finding: Finding): FindingSource | undefined {
    return this.sources.get(finding);
  }

  /** Runs every rule, then: drop what is declared public → set severity → suppress → sort → fingerprint. */
  collect(input: FindingsInput): readonly Finding[] {
    const { source } = input.project;
    const reports = fileReportsOf(input.settings)(source);
    const markers = markedFiles(source);
    const former = { projectReports: this.projectReports, keptOut: this.keptOut };
    this.projectReports = runProjectRules(input);
    this.keptOut = keptOutFiles(reports.keys(), source);
    const stale = new Set<string>([
      ...input.changed.keys(),
      ...input.routeReports.takeChanged(),
      ...changedKeys(former.projectReports, this.projectReports, (one) => one?.signature),
      ...[...former.keptOut, ...this.keptOut].filter((file) => former.keptOut.has(file) !== this.keptOut.has(file)),
      ...this.mentioning([...input.changed.keys()]),
      ...(this.mentions.size === 0 ? [...reports.keys(), ...markers.keys()] : []),
    ]);
    for (const file of stale) this.bringUpToDate(file, input, reports.get(file) ?? [], markers.has(file));
    return this.sorted.all;
  }

  /** Files with a finding of which a step stands in one of these. */
  private mentioning(changed: readonly string[]): readonly string[] {
    return [...this.mentions].flatMap(([file, mentioned]) => (changed.some((one) => mentioned.has(one)) ? [file] : []));
  }

  private bringUpToDate(
    file: string,
    input: FindingsInput,
    ofFile: readonly FileReported[],
    hasMarkers: boolean,
  ): void {
    const isOn = ({ rule }: FindingSource): boolean => isRuleOn(input.settings, rule.id);
    const reported = [
      ...ofFile.filter(({ rule }) => !rule.findsKeys || !this.keptOut.has(file)),
      ...merged([...input.routeReports.of(file), ...(this.projectReports.get(file)?.sources ?? [])]),
    ].filter((one) => isOn(one) && !one.report.route?.route.public);
    const text = input.project.source.text(file);
    if (text === undefined || (reported.length === 0 && !hasMarkers)) {
      this.mentions.delete(file);
      this.sorted.set(file, []);
      return;
    }
    const found = findingsOfFile(file, text, reported, input);
    for (const [from, finding] of found) this.sources.set(finding, from);
    const findings = [...found.values()];
    this.sorted.set(file, findings);
    this.mentions.set(file, new Set(findings.flatMap(({ related }) => related.map((step) => step.file))));
  }
}

interface ProjectReports {
  readonly sources: FindingSource[];
  /** Equal ones say the same. */
  signature: string;
}

function runProjectRules(input: RuleInput): ReadonlyMap<string, ProjectReports> {
  const reports = new Map<string, ProjectReports>();
  for (const rule of projectRules.filter(({ id }) => isRuleOn(input.settings, id)))
    for (const report of rule.check(input)) {
      const known = reports.get(report.file) ?? { sources: [], signature: '' };
      reports.set(report.file, known);
      known.sources.push({ rule, report });
      known.signature += JSON.stringify([rule.id, report.span, report.message, report.severity, report.related]);
    }
  return reports;
}

function changedKeys<Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
  identity: (value: Value | undefined) => string | undefined,
): readonly string[] {
  return [...before.keys(), ...after.keys()].filter((key) => identity(before.get(key)) !== identity(after.get(key)));
}

function keptOutFiles(files: Iterable<string>, source: Pick<SyntaxSource, 'text'>): ReadonlySet<string> {
  return new Set([...files].filter((file) => isKeptOut(file, (other) => source.text(other))));
}

/** One report of those of a rule at one place, where the rule makes one of them. */
function merged(sources: readonly FindingSource[]): readonly FindingSource[] {
  const groups = new Map<string, FindingSource[]>();
  for (const [at, source] of sources.entries()) {
    const { rule, report } = source;
    const key = 'checkRoute' in rule && rule.merge ? `${rule.id} ${String(report.span.start)}` : String(at);
    const known = groups.get(key);
    if (known) known.push(source);
    else groups.set(key, [source]);
  }
  return [...groups.values()].flatMap((group): readonly FindingSource[] => {
    const rule = group[0]?.rule;
    if (!rule || !('checkRoute' in rule) || !rule.merge) return group;
    const report = rule.merge(group.map((one) => one.report));
    return report ? [{ rule, report }] : [];
  });
}

function findingsOfFile(
  file: string,
  text: string,
  reported: readonly FindingSource[],
  { project, settings }: RuleInput,
): ReadonlyMap<FindingSource, Finding> {
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
  if (!isRuleOn(settings, unusedMarker.id)) return [];
  const isUsed = ({ line, rules: named }: Marker): boolean =>
    named.some((rule) => !isRuleOn(settings, rule)) ||
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
