import { MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver';
import type { Analysis, EvidenceStep, Finding, GuardSummary, Route } from '../../core/results/results';
import type { LocationMessage, RangeMessage } from '../../protocol/messages';
import { sinceSays } from '../../report/key-since';
import { keyOf } from '../../report/key-text';
import { routeSays } from '../../report/verdict-words';
import type { Folder } from '../folder';
import { findDocument, type ServerContext } from '../server-context';
import type { ServerHost } from '../workspace-files';
import { routeName, strengthSays } from '../verdict-words';

const mostSteps = 12;

/** `textDocument/hover`: on a route its verdict and evidence, on a guard what it does, on a key how old it is; each step is a link. */
export async function hover(
  context: ServerContext,
  host: Pick<ServerHost, 'keyAge'>,
  params: HoverParams,
): Promise<Hover | null> {
  const document = await findDocument(context, params.textDocument.uri);
  if (!document) return null;
  const { folder, file } = document;
  const analysis = folder.analysis();
  const { line } = params.position;
  const offset = folder.offset(file, params.position);
  const shown =
    context.options.hoverShowsDiagnostics === true
      ? stepsOfFindings(folder.activeFindings(), file, offset)
      : new Set<string>();
  const routes = analysis.routes.filter(
    (route) => route.location.file === file && folder.range(file, route.location.span).start.line === line,
  );
  const sections = [
    ...routes.map((route) => describeRoute(folder, route, shown)),
    ...describeGuards(folder, analysis, file, line, offset),
    ...(await keyAges(folder, host, file, offset)),
  ];
  if (sections.length === 0) return null;
  return { contents: { kind: MarkupKind.Markdown, value: [...new Set(sections)].join('\n\n---\n\n') } };
}

/** Since when the keys under the pointer are in git's history: asked only here, since it starts git. */
async function keyAges(
  folder: Folder,
  { keyAge }: Pick<ServerHost, 'keyAge'>,
  file: string,
  offset: number,
): Promise<readonly string[]> {
  const keys = folder
    .activeFindings()
    .filter((finding) => finding.file === file && offset >= finding.span.start && offset <= finding.span.end)
    .map((finding) => keyOf(finding, folder.text(file)))
    .filter((key) => key !== undefined);
  if (!keyAge) return [];
  const ages = await Promise.all([...new Set(keys)].map((key) => keyAge(folder.root, file, key)));
  return ages.flatMap((since) =>
    since ? [`This key is ${sinceSays(since)}: rotate it, taking it out of the code does not help.`] : [],
  );
}

/** The steps that the editor shows by itself, because they belong to a finding under the pointer. */
function stepsOfFindings(findings: readonly Finding[], file: string, offset: number): ReadonlySet<string> {
  const touched = findings.filter(
    (finding) => finding.file === file && offset >= finding.span.start && offset <= finding.span.end,
  );
  return new Set(touched.flatMap((finding) => finding.related.map(stepKey)));
}

function stepKey({ file, span, says }: EvidenceStep): string {
  return `${file}:${span.start} ${says}`;
}

function describeRoute(folder: Folder, route: Route, shown: ReadonlySet<string>): string {
  const isShown = route.evidence.every((step) => shown.has(stepKey(step)));
  const steps = isShown ? [] : evidenceSteps(folder, route);
  const rows = [`**\`${routeName(route)}\`** — ${escapeMarkdown(routeSays(route))} (${route.verdict})`, ...steps];
  return rows
    .join('\n\n')
    .replace(/\n\n1\. /g, '\n1. ')
    .replace('\n1. ', '\n\n1. ');
}

function evidenceSteps(folder: Folder, route: Route): readonly string[] {
  const steps = route.evidence.slice(0, mostSteps).map((step) => {
    const place = folder.location(step);
    return `1. ${escapeMarkdown(step.says)} ${link(step.file, place)}`;
  });
  if (route.evidence.length > mostSteps) steps.push(`1. … ${route.evidence.length - mostSteps} more steps`);
  return steps;
}

/** Guards whose code stands under the pointer, with the number of routes that they stand in front of. */
function describeGuards(folder: Folder, analysis: Analysis, file: string, line: number, offset: number): string[] {
  const guards = new Map<string, { guard: GuardSummary; routes: number }>();
  for (const guard of analysis.routes.flatMap((route) => route.guards)) {
    if (guard.file !== file || guard.kind === 'body') continue;
    if (offset < guard.span.start || offset > guard.span.end) continue;
    if (folder.range(file, guard.span).start.line !== line) continue;
    const key = `${guard.kind} ${guard.name} ${guard.strength}`;
    const known = guards.get(key);
    guards.set(key, { guard, routes: (known?.routes ?? 0) + 1 });
  }
  return [...guards.values()].map(
    ({ guard, routes }) =>
      `**\`${guard.name}\`** (${guard.kind}) ${strengthSays[guard.strength]}; in front of ${routes} ${routes === 1 ? 'route' : 'routes'}`,
  );
}

function link(file: string, place: LocationMessage): string {
  return `[${escapeMarkdown(file)}:${place.range.start.line + 1}](${place.uri}#${fragment(place.range)})`;
}

/** `L3,5` is how VS Code reads a position in a link; other editors ignore it. */
function fragment(range: RangeMessage): string {
  return `L${range.start.line + 1},${range.start.character + 1}`;
}

/** Evidence keeps its own `code` marks; nothing else of a workspace's text may become markup or a link. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_{}[\]<>#|!]/g, '\\$&');
}
