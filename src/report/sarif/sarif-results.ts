/** Findings as SARIF's results: place, evidence, fixes, suppressions. No snippets: a line may hold a key. */
import type {
  ArtifactLocation,
  Fix as SarifFix,
  Location as SarifLocation,
  Region,
  Result,
  Suppression as SarifSuppression,
} from 'sarif';
import type { Finding, Fix, TextEdit } from '../../core/results/results';
import type { RuleMetadata } from '../../core/rules/rule';
import type { Location } from '../../core/text/span';
import { suppressionOf } from '../comparison';
import { keyOf } from '../key-text';
import { Places, type ProjectReport } from '../project-report';
import { levels } from './sarif-rules';

/** Kinds of fixes that only silence a finding: SARIF has suppressions for that. */
const silencingFixes = new Set(['ignore', 'mark-public']);

/** The findings of all projects. */
export function sarifResults(projects: readonly ProjectReport[], rules: readonly RuleMetadata[]): Result[] {
  const ruleIndexes = new Map(rules.map(({ id }, index) => [id, index]));
  const hasSuppressions = projects.some((project) =>
    project.analysis.findings.some((finding) => suppressionOf(finding, project) !== null),
  );
  return projects.flatMap((project) => {
    const run = { project, places: new Places(project), keys: keysOf(project), ruleIndexes, hasSuppressions };
    return project.analysis.findings.map((finding) => result(finding, run));
  });
}

interface Run {
  readonly project: ProjectReport;
  readonly places: Places;
  readonly keys: readonly string[];
  readonly ruleIndexes: ReadonlyMap<string, number>;
  /** Then a finding without a suppression says so by an empty list (SARIF §3.27.23). */
  readonly hasSuppressions: boolean;
}

function keysOf(project: ProjectReport): readonly string[] {
  return project.analysis.findings
    .flatMap((finding) => keyOf(finding, project.text(finding.file)) ?? [])
    .filter((key) => key !== '');
}

/** A fix may move a key to another file, or repeat the line that holds it: such an edit must not leave the machine. */
function isPublishable({ kind, edits }: Fix, { keys }: Run): boolean {
  const holdsKey = edits.some(({ newText }) => keys.some((key) => newText.includes(key)));
  return edits.length > 0 && !holdsKey && !silencingFixes.has(kind);
}

/** A file's address below the root of the sources. */
export function artifactOf(file: string): ArtifactLocation {
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

function result(finding: Finding, run: Run): Result {
  const { project, places } = run;
  const fixes = project.fixes(finding).filter((fix) => isPublishable(fix, run));
  const index = run.ruleIndexes.get(finding.rule);
  return {
    ruleId: finding.rule,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level: levels[finding.severity],
    message: { text: finding.message },
    ...evidence(finding, places),
    // GitHub tells findings apart by the second; it computes its own, from line texts, where that is absent.
    partialFingerprints: {
      'apiKeyGuard/v1': finding.fingerprint,
      primaryLocationLineHash: `${finding.fingerprint}:1`,
    },
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => sarifFix(fix, places)) }),
    ...(run.hasSuppressions ? { suppressions: suppressions(finding, project) } : {}),
    ...baselineState(finding, project),
  };
}

/** The place, and the steps that lead there: related places for GitHub, a code flow for those that draw one. */
function evidence(finding: Finding, places: Places): Pick<Result, 'locations' | 'relatedLocations' | 'codeFlows'> {
  const place = { ...sarifLocation(finding, places), ...logicalLocation(finding) };
  const steps = finding.related.map((step) => ({ ...sarifLocation(step, places), message: { text: step.says } }));
  if (steps.length === 0) return { locations: [place] };
  const flow = [...steps, { ...place, message: { text: finding.message } }];
  return {
    locations: [place],
    relatedLocations: steps.map((step, at) => ({ ...step, id: at + 1 })),
    codeFlows: [{ threadFlows: [{ locations: flow.map((location) => ({ location })) }] }],
  };
}

function suppressions(finding: Finding, project: ProjectReport): SarifSuppression[] {
  const suppression = suppressionOf(finding, project);
  if (suppression === null) return [];
  const { kind, reason } = suppression;
  return [{ kind, status: 'accepted', ...(reason === '' ? {} : { justification: reason }) }];
}

function baselineState(finding: Finding, { comparisons }: ProjectReport): Pick<Result, 'baselineState'> {
  if (comparisons.length === 0) return {};
  return { baselineState: comparisons.some(({ known }) => known.has(finding)) ? 'unchanged' : 'new' };
}

function logicalLocation({ symbol }: Finding): Pick<SarifLocation, 'logicalLocations'> {
  return symbol === '' ? {} : { logicalLocations: [{ fullyQualifiedName: symbol }] };
}

function sarifLocation(location: Location, places: Places): SarifLocation {
  return {
    physicalLocation: {
      artifactLocation: artifactOf(places.start(location).file),
      region: region(location, places),
    },
  };
}

function region(location: Location, places: Places): Region {
  const start = places.start(location);
  const end = places.end(location);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function sarifFix({ title, edits }: Fix, places: Places): SarifFix {
  const files = [...new Set(edits.map(({ file }) => file))];
  return {
    description: { text: title },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifactOf(places.nameOf(file)),
      replacements: edits.filter((edit) => edit.file === file).map((edit) => replacement(edit, places)),
    })),
  };
}

function replacement(edit: TextEdit, places: Places): { deletedRegion: Region; insertedContent: { text: string } } {
  return { deletedRegion: region(edit, places), insertedContent: { text: edit.newText } };
}
