/** What the running app answered, for a terminal: a line a route, verdict and answers side by side. */
import type { Ink, Paint } from './ink';
import { answersText, observedSays } from './observations';
import { counted, groupByFile } from './text-blocks';
import { routeSays } from './verdict-words';
import { type DocumentVerified, isOpen, type VerifyDocument } from './verify-document';
import { visibleTexts } from './visible-text';

/** The whole text, ended by a line end. */
export function verifyText(given: VerifyDocument, ink: Ink): string {
  const document = visibleTexts(given);
  const widths = {
    method: widest(document.routes, ({ method }) => method),
    path: widest(document.routes, ({ path }) => path),
    line: widest(document.routes, ({ line }) => String(line)),
  };
  const blocks = groupByFile(document.routes).map(([file, routes]) =>
    [ink.underline(file), ...routes.flatMap((route) => routeLines(route, widths, ink))].join('\n'),
  );
  return `${[...blocks, verifySummary(document, ink)].join('\n\n')}\n`;
}

function widest(routes: readonly DocumentVerified[], cell: (route: DocumentVerified) => string): number {
  return routes.reduce((width, route) => Math.max(width, Math.min(cell(route).length, 44)), 0);
}

function routeLines(
  route: DocumentVerified,
  width: { readonly method: number; readonly path: number; readonly line: number },
  ink: Ink,
): readonly string[] {
  const { sign, paint } = mark(route, ink);
  const head = [
    `  ${ink.dim(String(route.line).padStart(width.line))}`,
    paint(sign),
    ink.bold(route.method.padEnd(width.method)),
    route.path.padEnd(width.path),
  ];
  if (route.skipped !== null) return [[...head, ink.dim(`not called: ${route.skipped}`)].join('  ')];
  const line = [...head, paint(observedSays[route.observed]), ink.dim(answersText(route.answers))].join('  ');
  if (route.agrees !== false) return [line];
  const indent = ' '.repeat(width.line + 5);
  return [line, indent + ink.yellow(`↳ the code says otherwise: ${routeSays(route)}`)];
}

function mark(route: DocumentVerified, ink: Ink): { readonly sign: string; readonly paint: Paint } {
  if (route.skipped !== null || route.observed === 'unclear') return { sign: '?', paint: ink.dim };
  if (isOpen(route)) return { sign: '✗', paint: ink.red };
  return route.public ? { sign: '○', paint: ink.blue } : { sign: '✓', paint: ink.green };
}

/** How many routes did what, in one line. */
export function verifySummary({ summary, url }: VerifyDocument, ink: Ink): string {
  const parts = [
    ink.green(`${summary.agree} as the code says`),
    summary.disagree > 0 ? ink.yellow(`${summary.disagree} otherwise`) : '',
    summary.open > 0 ? ink.red(`${summary.open} open to anyone`) : '',
    summary.unclear > 0 ? `${summary.unclear} unclear` : '',
    summary.skipped > 0 ? ink.dim(`${summary.skipped} not called`) : '',
  ];
  return `${ink.bold(counted(summary.called, 'route'))} called at ${url}: ${parts.filter((part) => part !== '').join(' · ')}`;
}
