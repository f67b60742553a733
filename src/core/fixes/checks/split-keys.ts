import { isRepeatable, keyTestAt } from './caller-operand';
import { slice } from '../edits/file-text';
import type { FixRequest, ProposedFix } from '../fixer';
import { requireToo } from './stricter-test';
import { pathTo } from '../edits/syntax-path';

/** Compares with each key of a comma-separated text, instead of looking for a part of the text. */
export function splitKeys({ finding, source, syntax }: FixRequest): ProposedFix[] {
  const path = syntax ? pathTo(syntax, finding.span) : [];
  const test = keyTestAt(source, path);
  const node = path.at(-1);
  if (test?.kind !== 'membership' || !node || !isSplittable(test.known.kind)) return [];
  const known = slice(source, test.known);
  const { text } = source;
  const quote = known.includes("'") && !known.includes('"') ? "'" : quoteOf(text);
  const { end } = test.known;
  const newText = `${text.slice(node.start, end)}.split(${quote},${quote})${text.slice(end, node.end)}`;
  const title = 'Compare with each key of the list';
  // An empty text splits into one empty key.
  if (isRepeatable(test.sent)) {
    const condition = slice(source, test.sent);
    const edit = requireToo(source, { path, admits: test.admits, condition, order: 'before', replacement: newText });
    return edit ? [{ title, edits: [edit] }] : [];
  }
  return [{ title, edits: [{ file: source.file, span: { start: node.start, end: node.end }, newText }] }];
}

function isSplittable(kind: string): boolean {
  return kind === 'name' || kind === 'attribute' || kind === 'call' || kind === 'subscript' || kind === 'constant';
}

/** The quote that a file uses more. */
function quoteOf(text: string): string {
  return text.split("'").length > text.split('"').length ? "'" : '"';
}
