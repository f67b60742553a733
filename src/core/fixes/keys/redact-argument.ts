import { credentialFlows } from '../../leaks/credential-flows';
import type { CallExpression, Expression, ModuleSyntax } from '../../python/syntax';
import { isSameSpan, type Span } from '../../text/span';
import { type FileText, lineEnd, lineStart } from '../edits/file-text';
import type { FixRequest, ProposedFix } from '../fixer';
import { walkSyntax } from '../edits/syntax-walk';

/** Writes `"***"` in place of the key in what goes to a log; the rest of the text stays. */
export function redactArgument({ finding, source, syntax, project }: FixRequest): ProposedFix[] {
  const call = syntax && credentialFlows(syntax, source.text).find((flow) => isSameSpan(flow, finding.span));
  if (!call) return [];
  const parts = partsOfCall(source, syntax, call.sink.start);
  const logs = (text: string): boolean =>
    credentialFlows(project.source.parse(text), text).some(
      ({ sink }) => sink.to === 'log' && sink.start === call.sink.start,
    );
  // The parts that hold the key: those that are still logged when all others are taken out.
  const holding = parts.filter((part) =>
    logs(
      withHoles(
        source.text,
        parts.filter((one) => one !== part),
      ),
    ),
  );
  if (holding.length === 0 || logs(withHoles(source.text, holding))) return [];
  const edits = holding.map((part) => ({
    file: source.file,
    span: { start: part.start, end: part.end },
    newText: part.newText,
  }));
  return [{ title: 'Take the key out of the log', edits }];
}

/** A part of what is logged, and what stands there when it is taken out. */
interface Part extends Span {
  readonly newText: string;
}

function partsOfCall(source: FileText, syntax: ModuleSyntax, start: number): readonly Part[] {
  const parts: Part[] = [];
  walkSyntax(syntax.body, (node) => {
    if (node.kind === 'call' && node.start === start && parts.length === 0)
      parts.push(...node.arguments.flatMap(({ value }) => partsOf(source, value)));
  });
  return parts;
}

/** Looks into what only puts texts together; everything else is one part. */
function partsOf(source: FileText, node: Expression): readonly Part[] {
  switch (node.kind) {
    case 'constant':
      return [];
    case 'fstring':
      return node.parts.flatMap((part) => holeAround(source, node, part));
    case 'binary':
      return [...partsOf(source, node.left), ...partsOf(source, node.right)];
    case 'collection':
      return node.items.flatMap((item) => partsOf(source, item));
    case 'dict':
      return node.entries.flatMap(({ value }) => partsOf(source, value));
    case 'starred':
      return [];
    case 'call':
      return isFormat(node) ? node.arguments.flatMap(({ value }) => partsOf(source, value)) : [wholePart(source, node)];
    default:
      return [wholePart(source, node)];
  }
}

/** `"…".format(key)` */
function isFormat({ callee }: CallExpression): boolean {
  return callee.kind === 'attribute' && callee.name === 'format' && callee.object.kind === 'constant';
}

/** Quoted as the rest of its line is. */
function wholePart(source: FileText, { start, end }: Expression): Part {
  const line = source.text.slice(lineStart(source, start), lineEnd(source, end));
  const quote = line.includes("'") && !line.includes('"') ? "'" : '"';
  return { start, end, newText: `${quote}***${quote}` };
}

/** `{key!r:>20}` of an f-string, braces included. */
function holeAround({ text }: FileText, whole: Span, part: Expression): readonly Part[] {
  if (part.kind === 'constant') return [];
  const opening = /\{\s*$/.exec(text.slice(whole.start, part.start));
  const closing = /^\s*=?\s*(?:![rsa])?(?::[^{}]*)?\}/.exec(text.slice(part.end, whole.end));
  return opening && closing
    ? [{ start: part.start - opening[0].length, end: part.end + closing[0].length, newText: '***' }]
    : [];
}

function withHoles(text: string, parts: readonly Part[]): string {
  return [...parts]
    .sort((left, right) => right.start - left.start)
    .reduce((known, { start, end, newText }) => known.slice(0, start) + newText + known.slice(end), text);
}
