/** The report as Markdown, for a comment on a pull request, a job's summary or a wiki. */
import type { Severity, UnreadableFile, Verdict } from '../../core/results/results';
import { trendSays } from '../comparison';
import { guardedSays } from '../guarded-routes';
import { observedClause } from '../observations';
import type { ProjectReport } from '../project-report';
import type { DocumentRoute, RoutesDocument } from '../routes-document';
import type { ExplainedFinding } from '../scan-document';
import { type ReportedRoute, type SecurityReport, securityReport } from '../security-report';
import { counted } from '../text-blocks';
import { routeSays } from '../verdict-words';
import { code, details, plain, table } from './markdown-text';

/** A comment on GitHub holds 65,536 characters: more rows than these are told by their number. */
const mostRows = 60;

const severitySigns: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', info: 'ℹ️' };

const verdictSigns: Readonly<Record<Verdict | 'public', string>> = {
  protected: '✅',
  conditional: '🟠',
  'presence-only': '❗',
  unprotected: '❌',
  unverified: '❔',
  public: '🌐',
};

/** The whole report; its first line lets a program find its own comment again. */
export function markdownReport(projects: readonly ProjectReport[]): string {
  const report = securityReport(projects);
  return joined([
    '<!-- api-key-guard -->',
    `## API Key Guard: ${report.score}/100 (${report.grade})`,
    summary(report),
    report.observed === null ? '' : `${plain(report.observed)}.`,
    ...report.trends.map((trend) => `${plain(trendSays(trend))}.`),
    findings(report),
    costs(report),
    routes(report.routes),
    standards(report),
    unreadable(report.unreadable),
  ]);
}

/** Every route with its verdict. */
export function routesMarkdown(document: RoutesDocument): string {
  return joined([
    `## ${counted(document.summary.routes, 'route')}`,
    routesTable(document.routes),
    unreadable(document.unreadable),
  ]);
}

function joined(blocks: readonly string[]): string {
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function summary({ summary: counts }: SecurityReport): string {
  const problems = [
    counts.error > 0 ? counted(counts.error, 'error') : '',
    counts.warning > 0 ? counted(counts.warning, 'warning') : '',
    counts.info > 0 ? counted(counts.info, 'note') : '',
  ].filter((part) => part !== '');
  const parts = [
    problems.length > 0 ? `**${problems.join(', ')}**` : '**No findings**',
    guardedSays(counts.guarded),
    counted(counts.files, 'file'),
    ...(counts.suppressed > 0 ? [`${counts.suppressed} suppressed`] : []),
  ];
  return parts.join(' · ');
}

function findings({ findings: groups }: SecurityReport): string {
  const all = groups.flatMap((group) => group.findings);
  if (all.length === 0) return '';
  const rows = all.slice(0, mostRows).map(findingRow);
  return joinedWithRest(table(['', 'Finding', 'Place', 'Rule'], rows), all.length - rows.length, 'finding');
}

function findingRow({ finding: { severity, message, file, line, rule } }: ExplainedFinding): readonly string[] {
  return [severitySigns[severity], plain(message), code(`${file}:${line}`), code(rule)];
}

function joinedWithRest(shown: string, rest: number, noun: string): string {
  return rest > 0 ? `${shown}\n\nand ${counted(rest, noun)} more.` : shown;
}

function costs({ costs: all }: SecurityReport): string {
  if (all.length === 0) return '';
  const rows = all.map(({ says, points }) => [plain(says), points > 0 ? `−${points}` : `+${-points}`]);
  return details('What cost points', table(['', 'Points'], rows));
}

function routes(all: readonly ReportedRoute[]): string {
  if (all.length === 0) return '';
  const shown = all.slice(0, mostRows);
  const content = joinedWithRest(routesTable(shown, observedCell), all.length - shown.length, 'route');
  return details(`${counted(all.length, 'route')}, worst first`, content);
}

function observedCell({ observed }: ReportedRoute): readonly string[] {
  return observed.map(
    (one) => `${one.agrees === false ? '⚠️ ' : ''}${one.method}: ${observedClause(one)} (${one.answers})`,
  );
}

/** `more` is told after the verdict. */
function routesTable<R extends DocumentRoute>(
  all: readonly R[],
  more: (route: R) => readonly string[] = () => [],
): string {
  const rows = all.map((route) => [
    verdictSigns[route.public ? 'public' : route.verdict],
    plain(route.methods.join(', ')),
    code(route.path),
    [routeSays(route), ...more(route)].map(plain).join('; '),
    code(`${route.file}:${route.line}`),
  ]);
  return rows.length === 0 ? '' : table(['', 'Methods', 'Route', 'Verdict', 'Handler'], rows);
}

/** Entries with findings only: what is in order would hide them. */
function standards({ standards: entries }: SecurityReport): string {
  const rows = entries
    .filter((entry) => entry.findings > 0)
    .map(({ standard, id, findings: count }) => {
      const address = standard.addressOf(id);
      const name = address === null ? plain(id) : `[${plain(id)}](${address})`;
      return [plain(standard.name), name, plain(standard.titleOf(id)), String(count)];
    });
  if (rows.length === 0) return '';
  return details('CWE, OWASP API Security Top 10 2023, PCI DSS 4.0', table(['', '', 'About', 'Findings'], rows));
}

function unreadable(files: readonly UnreadableFile[]): string {
  if (files.length === 0) return '';
  const rows = files.slice(0, mostRows).map(({ file, reason }) => `- ${code(file)}: ${plain(reason)}`);
  return [
    `**${counted(files.length, 'file')} could not be judged, or only in part**`,
    joinedWithRest(rows.join('\n'), files.length - rows.length, 'file'),
  ].join('\n\n');
}
