/** The routes of a document for a terminal: by file, one line each, with the evidence of what is wrong. */
import type { Verdict } from '../core/results/results';
import { countGuarded } from './guarded-routes';
import type { Ink, Paint } from './ink';
import type { DocumentRoute, RoutesDocument } from './routes-document';
import { counted, groupByFile, stepLines, unreadableLines } from './text-blocks';
import { routeSays } from './verdict-words';
import { visibleTexts } from './visible-text';

/** How much to print, and how. */
export interface TextOptions {
  readonly ink: Ink;
  /** Evidence of every route, not of problems only. */
  readonly verbose: boolean;
}

/** A sign that is readable without colour, too. */
const signs: Readonly<Record<Verdict | 'public', string>> = {
  protected: '✓',
  conditional: '◐',
  'presence-only': '!',
  unprotected: '✗',
  unverified: '?',
  public: '○',
};

/** The whole text, ended by a line end. */
export function routesText(given: RoutesDocument, options: TextOptions): string {
  const document = visibleTexts(given);
  const width = columnWidths(document.routes);
  const blocks = groupByFile(document.routes).map(([file, routes]) =>
    [options.ink.underline(file), ...routes.flatMap((route) => routeLines(route, width, options))].join('\n'),
  );
  const unreadable = unreadableLines(document.unreadable, options.ink);
  if (unreadable.length > 0) blocks.push(unreadable.join('\n'));
  blocks.push(summaryLine(document, options.ink));
  return `${blocks.join('\n\n')}\n`;
}

interface ColumnWidths {
  readonly line: number;
  readonly methods: number;
  readonly path: number;
  readonly handler: number;
}

/** Longer cells push their own line only, not the whole table, to the right. */
const widestCell = 44;

function columnWidths(routes: readonly DocumentRoute[]): ColumnWidths {
  const widest = (cell: (route: DocumentRoute) => string) =>
    routes.reduce((width, route) => Math.max(width, Math.min(cell(route).length, widestCell)), 0);
  return {
    line: widest((route) => String(route.line)),
    methods: widest(methodsOf),
    path: widest((route) => route.path),
    handler: widest((route) => route.handler),
  };
}

function methodsOf(route: DocumentRoute): string {
  return route.methods.join(',');
}

function routeLines(route: DocumentRoute, width: ColumnWidths, { ink, verbose }: TextOptions): readonly string[] {
  const paint = painter(route, ink);
  const cells = [
    `  ${ink.dim(String(route.line).padStart(width.line))}`,
    paint(signs[route.public ? 'public' : route.verdict]),
    ink.bold(methodsOf(route).padEnd(width.methods)),
    route.path.padEnd(width.path),
    ink.dim(route.handler.padEnd(width.handler)),
    paint(routeSays(route)) + (route.app === null ? ink.dim(' (never mounted)') : ''),
  ];
  const isProblem = route.verdict !== 'protected' && route.public === null;
  const evidence = verbose || isProblem ? stepLines(route.evidence, ' '.repeat(width.line + 5), ink) : [];
  return [cells.join('  '), ...evidence];
}

function painter(route: DocumentRoute, ink: Ink): Paint {
  if (route.public) return ink.blue;
  switch (route.verdict) {
    case 'protected':
      return ink.green;
    case 'unprotected':
    case 'presence-only':
      return ink.red;
    case 'conditional':
      return ink.yellow;
    case 'unverified':
      return ink.magenta;
  }
}

function summaryLine({ summary, routes }: RoutesDocument, ink: Ink): string {
  if (summary.routes === 0) return `No Flask routes in ${counted(summary.files, 'file')}.`;
  const { verdicts, public: open } = countGuarded(routes);
  const parts = [
    verdicts.protected > 0 ? ink.green(`${verdicts.protected} protected`) : '',
    verdicts.conditional > 0 ? ink.yellow(`${verdicts.conditional} conditional`) : '',
    verdicts['presence-only'] > 0 ? ink.red(`${verdicts['presence-only']} presence-only`) : '',
    verdicts.unprotected > 0 ? ink.red(`${verdicts.unprotected} unprotected`) : '',
    verdicts.unverified > 0 ? ink.magenta(`${verdicts.unverified} unverified`) : '',
    open > 0 ? ink.blue(`${open} public`) : '',
  ];
  const counts = parts.filter((part) => part !== '').join(' · ');
  return `${ink.bold(counted(summary.routes, 'route'))} in ${counted(summary.files, 'file')}: ${counts}`;
}
