/** What is staged, for a terminal: as short as can be, since it is read when a commit was refused. */
import type { Severity } from '../core/results/results';
import type { Ink } from './ink';
import { sinceSays } from './key-since';
import type { StagedDocument, StagedDocumentFinding } from './staged-document';
import { counted, unreadableLines } from './text-blocks';
import { visibleTexts } from './visible-text';

/** How the text is written. */
export interface StagedTextOptions {
  readonly ink: Ink;
  /** Also what was committed before and what is suppressed. */
  readonly verbose: boolean;
  /** Whether a finding keeps the commit from being made. */
  readonly blocks: (finding: StagedDocumentFinding) => boolean;
}

const signs: Readonly<Record<Severity, string>> = { error: '✖', warning: '▲', info: '●' };

/** The whole text, ended by a line end. */
export function stagedText(given: StagedDocument, options: StagedTextOptions): string {
  const document = visibleTexts(given);
  const { ink, verbose, blocks } = options;
  const shown = document.findings.filter((finding) => verbose || (finding.new && finding.suppressed === null));
  const width = shown.reduce((widest, finding) => Math.max(widest, placeOf(finding).length), 0);
  const parts = shown.length > 0 ? [shown.map((finding) => findingLine(finding, width, options)).join('\n')] : [];
  const unreadable = unreadableLines(document.unreadable, ink);
  if (unreadable.length > 0) parts.push(unreadable.join('\n'));
  const refused = document.findings.filter(blocks);
  parts.push(refused.length > 0 ? remedy(refused, ink) : allowed(document, ink));
  const known = document.findings.filter((finding) => !finding.new && finding.suppressed === null).length;
  if (known > 0 && !verbose)
    parts.push(ink.dim(`${counted(known, 'key')} in these files committed before; --verbose shows where.`));
  return `${parts.join('\n\n')}\n`;
}

function placeOf({ file, line, column }: StagedDocumentFinding): string {
  return `${file}:${line}:${column}`;
}

function findingLine(finding: StagedDocumentFinding, width: number, { ink }: StagedTextOptions): string {
  const { severity, message, rule, suppressed, since } = finding;
  const isQuiet = suppressed !== null || !finding.new;
  const paint = isQuiet ? ink.dim : severity === 'error' ? ink.red : ink.yellow;
  const remarks = [
    ...(since === null ? [] : [sinceSays(since)]),
    ...(finding.new || since !== null ? [] : ['committed before']),
    ...(suppressed === null ? [] : [`suppressed: ${suppressed.reason || 'no reason given'}`]),
  ];
  const remark = remarks.length === 0 ? '' : ` (${remarks.join('; ')})`;
  return `${ink.dim(placeOf(finding).padEnd(width))}  ${paint(signs[severity])} ${message}${remark}  ${ink.dim(rule)}`;
}

function remedy(refused: readonly StagedDocumentFinding[], ink: Ink): string {
  const rule = refused[0]?.rule ?? 'hard-coded-key';
  const one = refused.length === 1;
  // Of files that were named, as `pre-commit run --all-files` does, a key may be committed already.
  const isPast = refused.every(({ since }) => since !== null);
  const says = isPast ? `${one ? 'is' : 'are'} in git already: rotate ${one ? 'it' : 'them'}.` : 'would be committed.';
  return [
    `${ink.red('✖')} ${ink.bold(`${counted(refused.length, 'key')} ${says}`)}`,
    `  Read ${one ? 'it' : 'them'} from the environment, as in os.environ["API_KEY"], and stage the file again;`,
    `  or say on the line why ${one ? 'it is' : 'they are'} no secret:  # api-key-guard: ignore[${rule}] <reason>`,
  ].join('\n');
}

function allowed({ summary }: StagedDocument, ink: Ink): string {
  const parts = [
    summary.new > 0 ? `${counted(summary.new, 'finding')} below the threshold` : 'no key is staged',
    counted(summary.files, 'file'),
    ...(summary.binary > 0 ? [`${summary.binary} without text`] : []),
    ...(summary.suppressed > 0 ? [`${summary.suppressed} suppressed`] : []),
  ];
  return `${ink.green('✓')} ${parts.join(' · ')}`;
}
