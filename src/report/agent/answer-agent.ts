/** Answers to agents' questions: short JSON, since every word of it costs the asker. */
import type { Finding, TextEdit } from '../../core/results/results';
import { findRule } from '../find-rule';
import { Places, type ProjectReport } from '../project-report';
import { routesDocument, type DocumentRoute } from '../routes-document';
import { explainedFindings } from '../scan-document';
import { routeSays } from '../verdict-words';
import type { AgentToolName } from './agent-tools';

/** What an agent sent: JSON that nobody has checked. */
export type AgentInput = Readonly<Record<string, unknown>>;

/** A longer list is cut, and says so. */
const longestList = 200;

/** The answer as text. A question that makes no sense is answered with what to ask instead, never with an exception. */
export function answerAgent(tool: AgentToolName, input: AgentInput, projects: readonly ProjectReport[]): string {
  switch (tool) {
    case 'flask_routes':
      return answerRoutes(input, projects);
    case 'flask_scan':
      return answerScan(input, projects);
    case 'explain_verdict':
      return answerVerdict(input, projects);
    case 'propose_fix':
      return answerFix(input, projects);
  }
}

function answerRoutes({ problemsOnly }: AgentInput, projects: readonly ProjectReport[]): string {
  const { routes, summary } = routesDocument(projects);
  const wanted =
    problemsOnly === true ? routes.filter((route) => route.verdict !== 'protected' && !route.public) : routes;
  return json({
    summary,
    ...cut('routes', wanted, (route) => ({
      methods: route.methods,
      path: route.path,
      verdict: route.verdict,
      says: routeSays(route),
      handler: route.handler,
      at: `${route.file}:${route.line}`,
    })),
  });
}

function answerScan({ file, rule }: AgentInput, projects: readonly ProjectReport[]): string {
  const found = explainedFindings(projects)
    .map(({ finding }) => finding)
    .filter((one) => one.suppressed === null && (typeof file !== 'string' || one.file === normal(file)))
    .filter((one) => typeof rule !== 'string' || one.rule === rule);
  return json(
    cut('findings', found, (one) => ({
      rule: one.rule,
      severity: one.severity,
      at: `${one.file}:${one.line}`,
      message: one.message,
      fixes: one.fixes.map(({ title }) => title),
    })),
  );
}

function answerVerdict({ path, method }: AgentInput, projects: readonly ProjectReport[]): string {
  const { routes } = routesDocument(projects);
  const wanted = routes.filter(
    (route) => route.path === path && (typeof method !== 'string' || route.methods.includes(method.toUpperCase())),
  );
  if (wanted.length === 0) return `No such route. Ask flask_routes for the paths: there are ${routes.length}.`;
  return json(
    wanted.map((route) => ({
      route: `${route.methods.join(', ')} ${route.path}`,
      verdict: route.verdict,
      says: routeSays(route),
      handler: `${route.handler} at ${route.file}:${route.line}`,
      evidence: route.evidence.map((step) => `${step.file}:${step.line} ${step.says}`),
      why: ruleOf(route)?.why,
    })),
  );
}

function ruleOf(route: DocumentRoute): ReturnType<typeof findRule> {
  const rules = {
    unprotected: 'unprotected-route',
    'presence-only': 'presence-only-check',
    conditional: 'conditional-check',
    unverified: 'unverified-guard',
    protected: '',
  };
  return findRule(rules[route.verdict]);
}

function answerFix({ file, line, rule }: AgentInput, projects: readonly ProjectReport[]): string {
  if (typeof file !== 'string' || typeof line !== 'number')
    return 'Give file and line of a finding that flask_scan lists.';
  const fixes = projects.flatMap((project) => {
    const places = new Places(project);
    return project.analysis.findings
      .filter(
        (finding) => isAt(finding, places, normal(file), line) && (typeof rule !== 'string' || finding.rule === rule),
      )
      .flatMap((finding) =>
        project.fixes(finding).map((fix) => ({
          rule: finding.rule,
          title: fix.title,
          safe: fix.safe,
          edits: fix.edits.map((edit) => placedEdit(edit, places)),
        })),
      );
  });
  return fixes.length === 0 ? `No finding with a fix at ${file}:${line}. Ask flask_scan for the lines.` : json(fixes);
}

function isAt(finding: Finding, places: Places, file: string, line: number): boolean {
  const at = places.start(finding);
  return at.file === file && at.line === line;
}

function placedEdit(edit: TextEdit, places: Places): object {
  const { file, line, column } = places.start(edit);
  const end = places.end(edit);
  return { file, line, column, endLine: end.line, endColumn: end.column, newText: edit.newText };
}

function cut<Item>(name: string, items: readonly Item[], show: (item: Item) => object): object {
  const shown = { [name]: items.slice(0, longestList).map(show) };
  return items.length > longestList ? { ...shown, more: items.length - longestList } : shown;
}

function normal(file: string): string {
  return file.replaceAll('\\', '/').replace(/^\.\//, '');
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 1);
}
