import type { Expression, ModuleSyntax } from '../../python/syntax';
import type { KeyLiteral } from '../../secrets/find-key-literals';
import type { Span } from '../../text/span';
import { findNode } from '../edits/syntax-walk';

/** What is replaced by what; `value` is what the variable must hold so that the program runs as before. */
export interface KeyReplacement extends Span {
  readonly newText: string;
  readonly value: string;
}

type Collection = Expression & { readonly kind: 'collection' };
type Constant = Expression & { readonly kind: 'constant' };

/** How a key literal is read from a variable instead; undefined where the code gives no plain way. `environ` is how the file calls `os.environ`. */
export function replaceKey(
  key: KeyLiteral,
  syntax: ModuleSyntax,
  environ: string,
  variable: string,
): KeyReplacement | undefined {
  const read = `${environ}["${variable}"]`;
  if (key.context === 'default') return replaceFallback(key, syntax, read);
  if (key.context === 'collection') return replaceCollection(key, syntax, read);
  const literal = wholeConstant(key, syntax);
  return literal && replaceConstant(literal, read);
}

function isAt(node: Span, key: Span): boolean {
  return node.start === key.start && node.end === key.end;
}

/** Undefined inside an f-string: its text is no expression of its own. */
function wholeConstant(key: Span, syntax: ModuleSyntax): Constant | undefined {
  const around = findNode(
    syntax.body,
    (node): node is Expression => node.kind === 'fstring' && node.start <= key.start && key.end <= node.end,
  );
  if (around) return undefined;
  return findNode(syntax.body, (node): node is Constant => node.kind === 'constant' && isAt(node, key));
}

function replaceConstant({ start, end, value, bytes }: Constant, read: string): KeyReplacement | undefined {
  if (typeof value !== 'string' || /[\r\n]/.test(value)) return undefined;
  const [, scheme = '', secret = value] = /^((?:Bearer|Token|Basic|ApiKey|Api-Key) +)(\S.*)$/i.exec(value) ?? [];
  const plain = scheme === '' ? read : `"${scheme}" + ${read}`;
  const encoded = scheme === '' ? `${read}.encode()` : `("${scheme}" + ${read}).encode()`;
  return { start, end, newText: bytes ? encoded : plain, value: secret };
}

/** `["a", "b"]` becomes a comprehension over the variable's parts; an empty part is no key. */
function replaceCollection(key: KeyLiteral, syntax: ModuleSyntax, read: string): KeyReplacement | undefined {
  const collection = findNode(
    syntax.body,
    (node): node is Collection => node.kind === 'collection' && node.items.some((item) => isAt(item, key)),
  );
  if (!collection) return undefined;
  const values = collection.items.map((item) =>
    item.kind === 'constant' && typeof item.value === 'string' && !item.bytes ? item.value : undefined,
  );
  if (!values.every((value) => value !== undefined && /^[^,\s]+$/.test(value))) return undefined;
  const parts = `key for key in ${read}.split(",") if key`;
  const newText = { set: `{${parts}}`, list: `[${parts}]`, tuple: `tuple(${parts})` }[collection.type];
  return { start: collection.start, end: collection.end, newText, value: values.join(',') };
}

/** Without the fallback the program stops where the variable is unset. */
function replaceFallback(key: KeyLiteral, syntax: ModuleSyntax, read: string): KeyReplacement | undefined {
  const reader = findNode(
    syntax.body,
    (node): node is Expression =>
      (isEnvironmentRead(node) && node.arguments.some((argument) => isAt(argument.value, key))) ||
      (node.kind === 'boolean' && node.operator === 'or' && isAt(node.right, key) && isEnvironmentRead(node.left)),
  );
  return reader && { start: reader.start, end: reader.end, newText: read, value: key.value };
}

/** `os.getenv(…)`, `os.environ.get(…)` and what `from os import …` makes of them. */
function isEnvironmentRead(node: { readonly kind: string }): node is Expression & { readonly kind: 'call' } {
  if (node.kind !== 'call') return false;
  const { callee } = node as Expression & { readonly kind: 'call' };
  if (callee.kind === 'name') return callee.id === 'getenv';
  if (callee.kind !== 'attribute') return false;
  const { object } = callee;
  const isEnviron =
    (object.kind === 'attribute' && object.name === 'environ') || (object.kind === 'name' && object.id === 'environ');
  return callee.name === 'getenv' || (callee.name === 'get' && isEnviron);
}
