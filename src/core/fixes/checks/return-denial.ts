import { slice } from '../edits/file-text';
import type { FixRequest, ProposedFix } from '../fixer';
import { isInAsyncFunction, pathTo, type SyntaxNode } from '../edits/syntax-path';

/** What a lost answer needs in front of it, by the words in which the judge noted the loss. */
const missing: Readonly<Record<string, { readonly word: string; readonly title: string }>> = {
  'the refusal is not returned': { word: 'return', title: 'Return the refusal' },
  'the exception is made, but not raised': { word: 'raise', title: 'Raise the exception' },
  'the coroutine is not awaited, so the check never runs': { word: 'await', title: 'Await the check' },
};

/** Puts `return`, `raise` or `await` before an answer that is thrown away; returns the wrapper instead of the bare view. */
export function returnDenial({ finding, route, source, syntax }: FixRequest): ProposedFix[] {
  if (!syntax) return [];
  const lost = lostAnswer(route, finding.span.start);
  const path = pathTo(syntax, finding.span);
  const statement = path.at(-2);
  if (lost && statement?.kind === 'expression') {
    if (lost.word === 'await' && !isInAsyncFunction(path)) return [];
    const at = { start: statement.start, end: statement.start };
    return [{ title: lost.title, edits: [{ file: source.file, span: at, newText: `${lost.word} ` }] }];
  }
  return returnWrapper({ source, syntax }, finding.span);
}

function lostAnswer(route: FixRequest['route'], start: number) {
  const event = route?.judgement.served
    .flatMap((path) => path.events)
    .find((one) => one.kind === 'ignored' && one.location.span.start === start);
  return event?.kind === 'ignored' ? missing[event.says] : undefined;
}

/** `return view` in a decorator that made one wrapper: that is what was meant to be returned. */
function returnWrapper(
  { source, syntax }: { source: FixRequest['source']; syntax: NonNullable<FixRequest['syntax']> },
  span: FixRequest['finding']['span'],
): ProposedFix[] {
  const name = span.end - 'view'.length > span.start ? nameReturnedAt(syntax, span) : undefined;
  const around = name?.path.findLast((node) => node.kind === 'function');
  if (!name || around?.kind !== 'function') return [];
  const [wrapper, ...others] = around.body.filter((statement) => statement.kind === 'function');
  if (wrapper?.kind !== 'function' || others.length > 0) return [];
  const edit = { file: source.file, span: { start: name.node.start, end: name.node.end }, newText: wrapper.name };
  return [{ title: `Return ${wrapper.name} instead of ${slice(source, name.node)}`, edits: [edit] }];
}

function nameReturnedAt(
  syntax: NonNullable<FixRequest['syntax']>,
  span: FixRequest['finding']['span'],
): { readonly node: SyntaxNode; readonly path: readonly SyntaxNode[] } | undefined {
  const inner = pathTo(syntax, { start: span.start + 'return '.length, end: span.end });
  const node = inner.at(-1);
  return node?.kind === 'name' && inner.at(-2)?.kind === 'return' ? { node, path: inner } : undefined;
}
