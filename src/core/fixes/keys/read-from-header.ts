import type { Argument, CallExpression, Expression } from '../../python/syntax';
import { nameOf, textOf } from '../../secrets/credential-reads';
import { wordsOf } from '../../secrets/names';
import { slice } from '../edits/file-text';
import type { FixRequest, ProposedFix } from '../fixer';
import { pathTo, type SyntaxNode } from '../edits/syntax-path';

/** `request.args.get("api_key")` becomes `request.headers.get("X-API-Key")`; where the header is read as well, the query goes. */
export function readFromHeader(request: FixRequest): ProposedFix[] {
  const { finding, syntax, source } = request;
  const path = syntax ? pathTo(syntax, finding.span) : [];
  const read = path.at(-1);
  if (!read || !isExpression(read)) return [];
  const argument = queryName(read);
  const name = textOf(argument);
  if (!argument || name === null) return [];
  const header = headerFor(name, request);
  const title = `Read the key from the header ${header}`;
  const edit = (span: { readonly start: number; readonly end: number }, newText: string) => ({
    file: source.file,
    span: { start: span.start, end: span.end },
    newText,
  });
  if (read.kind === 'call' && nameOf(read.callee) === 'add_argument') {
    const edits = parserEdits(read, name, header, slice(source, argument));
    return edits ? [{ title, edits: edits.map(([span, text]) => edit(span, text)) }] : [];
  }
  const other = otherRead(path);
  if (other)
    return [{ title: 'Take the key from the header only', edits: [edit(other.whole, slice(source, other.kept))] }];
  const container = containerOf(read);
  if (!container) return [];
  const quote = slice(source, argument).startsWith("'") ? "'" : '"';
  return [
    {
      title,
      edits: [
        edit({ start: container.end - container.name.length, end: container.end }, 'headers'),
        edit(argument, quote + header + quote),
      ],
    },
  ];
}

function isExpression(node: SyntaxNode): node is Expression {
  return node.kind === 'call' || node.kind === 'subscript';
}

function queryName(read: Expression): Expression | undefined {
  return read.kind === 'subscript' ? read.index : read.kind === 'call' ? read.arguments[0]?.value : undefined;
}

/** `args` of `request.args`, whatever is read from it. */
function containerOf(read: Expression): (Expression & { readonly kind: 'attribute' }) | undefined {
  const container =
    read.kind === 'subscript'
      ? read.object
      : read.kind === 'call' && read.callee.kind === 'attribute' && /^get(?:list)?$/.test(read.callee.name)
        ? read.callee.object
        : undefined;
  return container?.kind === 'attribute' && /^(?:args|values)$/.test(container.name) ? container : undefined;
}

/** The project's header for an API key; a key of another name gets a header of that name. */
function headerFor(name: string, { settings }: FixRequest): string {
  const words = wordsOf(name);
  if (/^(?:api_?)?key$/.test(words.join('_'))) return settings.headerName;
  return ['x', ...words].map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('-');
}

/** `request.headers.get(…) or request.args.get(…)`, and the second as the first's default. */
function otherRead(path: readonly SyntaxNode[]): { readonly whole: Expression; readonly kept: Expression } | undefined {
  const read = path.at(-1);
  const parent = path.at(-2);
  if (parent?.kind !== 'boolean' || parent.operator !== 'or' || parent.right !== read) return undefined;
  return readsHeader(parent.left) ? { whole: parent, kept: parent.left } : undefined;
}

function readsHeader(node: Expression): boolean {
  return (
    node.kind === 'call' &&
    node.callee.kind === 'attribute' &&
    node.callee.name === 'get' &&
    node.callee.object.kind === 'attribute' &&
    node.callee.object.name === 'headers'
  );
}

/** `add_argument("api_key", location="args")` of Flask-RESTful and Flask-RESTX: the parsed name stays. */
function parserEdits(
  call: CallExpression,
  name: string,
  header: string,
  literal: string,
): readonly (readonly [Expression, string])[] | undefined {
  const [first] = call.arguments;
  const location = call.arguments.find((one: Argument) => one.name === 'location')?.value;
  if (!first || !location || textOf(location) === null) return undefined;
  const quote = literal.charAt(0);
  const quoted = (text: string): string => quote + text + quote;
  const target = call.arguments.some((one) => one.name === 'dest') ? '' : `, dest=${quoted(name)}`;
  return [
    [first.value, quoted(header) + target],
    [location, quoted('headers')],
  ];
}
