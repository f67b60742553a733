/** The findings of a scan for a terminal: by file, one line each, with the steps that lead to them. */
import type { Severity, UnreadableFile } from '../core/results/results';
import { type Trend, trendSays } from './comparison';
import { guardedSays } from './guarded-routes';
import type { Ink, Paint } from './ink';
import type { TextOptions } from './routes-text';
import type { ExplainedFinding, ScanCountsInWords } from './scan-document';
import { sinceSays } from './key-since';
import type { Cost, Grade } from './score';
import { counted, groupByFile, stepLines, unreadableLines } from './text-blocks';
import { visibleTexts } from './visible-text';

/** What the text is made from: the document's parts, and each finding's steps. */
export interface ScanReport {
  readonly findings: readonly ExplainedFinding[];
  readonly unreadable: readonly UnreadableFile[];
  readonly score: number;
  readonly grade: Grade;
  readonly costs: readonly Cost[];
  readonly summary: ScanCountsInWords;
  readonly trends: readonly Trend[];
}

const signs: Readonly<Record<Severity, string>> = { error: '✖', warning: '▲', info: '●' };

/** The whole text, ended by a line end. */
export function scanText(given: ScanReport, options: TextOptions): string {
  const report = visibleTexts(given);
  const shown = report.findings
    .filter(({ finding }) => options.verbose || finding.suppressed === null)
    .map((explained) => ({ file: explained.finding.file, ...explained }));
  const width = shown.reduce((widest, { finding }) => Math.max(widest, placeOf(finding).length), 0);
  const blocks = groupByFile(shown).map(([file, findings]) =>
    [options.ink.underline(file), ...findings.flatMap((item) => findingLines(item, width, options))].join('\n'),
  );
  const unreadable = unreadableLines(report.unreadable, options.ink);
  if (unreadable.length > 0) blocks.push(unreadable.join('\n'));
  if (options.verbose && report.costs.length > 0) blocks.push(costLines(report.costs).join('\n'));
  blocks.push([summaryLine(report, options.ink), ...trendLines(report.trends, options)].join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

function costLines(costs: readonly Cost[]): readonly string[] {
  const width = Math.max(...costs.map(({ points }) => String(points).length)) + 1;
  const signed = (points: number) => (points > 0 ? `−${points}` : `+${-points}`).padStart(width);
  return ['What cost points', ...costs.map(({ says, points }) => `  ${signed(points)}  ${says}`)];
}

/** Counts, and by name what can be taken out of the baseline. */
function trendLines(trends: readonly Trend[], { ink, verbose }: TextOptions): readonly string[] {
  return trends.flatMap((trend) => [
    `  ${trendSays(trend)}`,
    ...(verbose ? trend.gone.map(({ rule, file, symbol }) => ink.dim(`    resolved: ${rule} ${file} ${symbol}`)) : []),
  ]);
}

function placeOf({ line, column }: { readonly line: number; readonly column: number }): string {
  return `${line}:${column}`;
}

function findingLines({ finding, steps }: ExplainedFinding, width: number, { ink, verbose }: TextOptions) {
  const { severity, message, rule, suppressed, since } = finding;
  const state = suppressed === null ? '' : ink.dim(` (suppressed: ${suppressed.reason || 'no reason given'})`);
  const sign = suppressed === null ? severityInk(severity, ink)(signs[severity]) : ink.dim('–');
  const head = `  ${ink.dim(placeOf(finding).padStart(width))}  ${sign} ${message}${since === null ? '' : ` (${sinceSays(since)})`}  ${ink.dim(rule)}${state}`;
  const indent = ' '.repeat(width + 6);
  const fixes = verbose ? finding.fixes.map(({ title }) => `${indent}${ink.dim(`fix: ${title}`)}`) : [];
  return [head, ...stepLines(steps, indent, ink), ...fixes];
}

function severityInk(severity: Severity, ink: Ink): Paint {
  switch (severity) {
    case 'error':
      return ink.red;
    case 'warning':
      return ink.yellow;
    case 'info':
      return ink.blue;
  }
}

function summaryLine({ summary, score, grade }: ScanReport, ink: Ink): string {
  const problems = [
    summary.error > 0 ? ink.red(counted(summary.error, 'error')) : '',
    summary.warning > 0 ? ink.yellow(counted(summary.warning, 'warning')) : '',
    summary.info > 0 ? ink.blue(counted(summary.info, 'note')) : '',
  ].filter((part) => part !== '');
  const parts = [
    problems.length > 0 ? problems.join(', ') : ink.green('no findings'),
    ...(summary.suppressed > 0 ? [`${summary.suppressed} suppressed`] : []),
    guardedSays(summary.guarded),
    counted(summary.files, 'file'),
    `score ${ink.bold(`${score}/100 (${grade})`)}`,
  ];
  const sign = summary.error > 0 ? ink.red('✖') : summary.warning > 0 ? ink.yellow('▲') : ink.green('✓');
  return `${sign} ${parts.join(' · ')}`;
}
