/** Compares a fixture's expectations with an analysis, in both directions, and says each difference in one readable paragraph. */
import type { Analysis, EvidenceStep, Finding, Route } from '../../src/core/results/results';
import { LineIndex } from '../../src/core/text/line-index';
import type { Location } from '../../src/core/text/span';
import type { Expectation, FindingExpectation, RouteExpectation } from './expectations';

/** Rules whose unexpected findings fail every fixture; those of the others fail the fixtures that expect some of the rule. */
export const enforcedRules: ReadonlySet<string> = new Set([
  'unprotected-route',
  'presence-only-check',
  'conditional-check',
  'guard-above-route',
  'ineffective-guard',
  'unverified-guard',
  'hard-coded-key',
  'default-key',
  'weak-key',
  'unset-key-accepted',
  'substring-key-check',
]);

/** What is compared: expectations and analysis of one app, with the texts that turn offsets into lines. */
export interface Comparison {
  readonly expectations: readonly Expectation[];
  readonly analysis: Analysis;
  readonly files: ReadonlyMap<string, string>;
}

type LineOf = (location: Location) => number;

/** Every difference, as text; empty when the analysis is what the fixture expects. */
export function differences(comparison: Comparison): string[] {
  const lineOf = lineFinder(comparison.files);
  const { expectations, analysis } = comparison;
  const expectedRoutes = expectations.filter((expectation) => expectation.kind === 'route');
  const expectedFindings = expectations.filter((expectation) => expectation.kind === 'finding');
  return [
    ...expectedRoutes.flatMap((expected) => todoAware(expected, routeProblems(expected, analysis.routes, lineOf))),
    ...analysis.routes.flatMap((route) => unexpectedRoute(route, expectedRoutes, lineOf)),
    ...expectedFindings.flatMap((expected) =>
      todoAware(expected, findingProblems(expected, analysis.findings, lineOf)),
    ),
    ...analysis.findings.flatMap((finding) => unexpectedFinding(finding, expectedFindings, lineOf)),
    ...analysis.unreadable.map((file) => `${file.file}: unreadable: ${file.reason}`),
  ];
}

function lineFinder(files: ReadonlyMap<string, string>): LineOf {
  const indexes = new Map([...files].map(([file, text]) => [file, new LineIndex(text)] as const));
  return ({ file, span }) => {
    const index = indexes.get(file);
    return index === undefined ? 0 : index.positionAt(span.start).line + 1;
  };
}

/** A known miss must stay a miss: its passing is the news. */
function todoAware(expected: Expectation, problems: string[]): string[] {
  if (!expected.isTodo) return problems;
  return problems.length > 0
    ? []
    : [`${place(expected)}: expect-todo passes now; make it an expect: ${describe(expected)}`];
}

function routeProblems(expected: RouteExpectation, routes: readonly Route[], lineOf: LineOf): string[] {
  return expected.methods.flatMap((method) => {
    const samePair = routes.filter((route) => route.path === expected.path && route.methods.includes(method));
    const here = samePair.find((route) => isAt(expected, route.location, lineOf));
    if (here === undefined) return [missingRoute(expected, method, samePair, lineOf)];
    return wrongAttributes(expected, method, here, lineOf);
  });
}

function missingRoute(expected: RouteExpectation, method: string, samePair: readonly Route[], lineOf: LineOf): string {
  const elsewhere = samePair
    .map((route) => ` (found at ${route.location.file}:${String(lineOf(route.location))})`)
    .join('');
  return `${place(expected)}: expected route ${method} ${expected.path} ${expected.verdict}, got none${elsewhere}`;
}

function wrongAttributes(expected: RouteExpectation, method: string, route: Route, lineOf: LineOf): string[] {
  const label = `${place(expected)}: ${method} ${expected.path}: expected`;
  const problems: string[] = [];
  if (route.verdict !== expected.verdict) {
    problems.push(`${label} ${expected.verdict}, got ${route.verdict}${evidenceText(route.evidence, lineOf)}`);
  }
  if ((route.app !== null) !== expected.isMounted) {
    problems.push(`${label} ${expected.isMounted ? 'an app' : 'no app (never mounted)'}, got ${route.app ?? 'null'}`);
  }
  if ((route.public !== null) !== expected.isPublic) {
    problems.push(
      `${label} ${expected.isPublic ? 'declared public' : 'not declared public'}, got ${route.public?.reason ?? 'null'}`,
    );
  }
  return problems;
}

function unexpectedRoute(route: Route, expected: readonly RouteExpectation[], lineOf: LineOf): string[] {
  return route.methods
    .filter(
      (method) =>
        !expected.some(
          (one) => one.path === route.path && one.methods.includes(method) && isAt(one, route.location, lineOf),
        ),
    )
    .map((method) => {
      const where = `${route.location.file}:${String(lineOf(route.location))}`;
      return `${where}: unexpected route ${method} ${route.path} ${route.verdict} (${route.handler})${evidenceText(route.evidence, lineOf)}`;
    });
}

function findingProblems(expected: FindingExpectation, findings: readonly Finding[], lineOf: LineOf): string[] {
  const here = findings.filter((finding) => isAt(expected, finding, lineOf));
  const sameRule = here.filter((finding) => finding.rule === expected.rule);
  if (sameRule.some((finding) => finding.message.includes(expected.messagePart))) return [];
  const got = sameRule.length > 0 ? sameRule : here;
  const text = got.map((finding) => `${finding.rule} "${finding.message}"`).join(', ');
  return [`${place(expected)}: expected ${describe(expected)}, got ${text === '' ? 'none' : text}`];
}

function unexpectedFinding(finding: Finding, expected: readonly FindingExpectation[], lineOf: LineOf): string[] {
  if (!enforcedRules.has(finding.rule) && !expected.some((one) => one.rule === finding.rule)) return [];
  if (expected.some((one) => one.rule === finding.rule && isAt(one, finding, lineOf))) return [];
  const where = `${finding.file}:${String(lineOf(finding))}`;
  return [`${where}: unexpected ${finding.rule} "${finding.message}"${evidenceText(finding.related, lineOf)}`];
}

function isAt(expected: Expectation, location: Location, lineOf: LineOf): boolean {
  return expected.file === location.file && expected.line === lineOf(location);
}

function place(expected: Expectation): string {
  return `${expected.file}:${String(expected.line)}`;
}

function describe(expected: Expectation): string {
  if (expected.kind === 'route') return `route ${expected.methods.join(',')} ${expected.path} ${expected.verdict}`;
  return expected.messagePart === '' ? expected.rule : `${expected.rule} "${expected.messagePart}"`;
}

function evidenceText(steps: readonly EvidenceStep[], lineOf: LineOf): string {
  return steps.map((step) => `\n      ${step.file}:${String(lineOf(step))} ${step.says}`).join('');
}
