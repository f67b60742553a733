import type { Expression, ModuleSyntax } from '../../python/syntax';
import type { KeyLiteral } from '../../secrets/find-key-literals';
import type { Span } from '../../text/span';
import { findNode } from '../edits/syntax-walk';
import { replaceFallback, type KeyReplacement } from './fallback-replacement';

type Collection = Expression & { readonly kind: 'collection' };
type Constant = Expression & { readonly kind: 'constant' };

/** How a key literal is read from a variable instead; undefined where the code gives no plain way. `environ` is how the file calls `os.environ`. */
export function replaceKey(
  key: KeyLiteral,
  { syntax, text }: { readonly syntax: ModuleSyntax; readonly text: string },
  environ: string,
  variable: string,
): KeyReplacement | undefined {
  const read = `${environ}["${variable}"]`;
  if (key.context === 'default') return replaceFallback(key, { syntax, text }, read, variable);
  if (key.context === 'collection') return replaceCollection(key, syntax, read);
  const around = findNode(
    syntax.body,
    (node): node is Expression => node.kind === 'fstring' && node.start <= key.start && key.end <= node.end,
  );
  if (around) return replacePart(key, around, text, read);
  const literal = findNode(
    syntax.body,
    (node): node is Expression => (node.kind === 'constant' || node.kind === 'binary') && isAt(node, key),
  );
  if (literal?.kind === 'constant') return replaceConstant(literal, read);
  return literal && isOfTexts(literal)
    ? { start: key.start, end: key.end, newText: read, value: key.value }
    : undefined;
}

function isAt(node: Span, key: Span): boolean {
  return node.start === key.start && node.end === key.end;
}

/** `"abc" + "def"`, as opposed to bytes and to what is computed. */
function isOfTexts(node: Expression): boolean {
  if (node.kind === 'binary') return node.operator === '+' && isOfTexts(node.left) && isOfTexts(node.right);
  return node.kind === 'constant' && typeof node.value === 'string' && node.bytes !== true;
}

/** The text between two holes of an f-string becomes a hole; before Python 3.12 it must not hold the string's own quote. */
function replacePart(key: KeyLiteral, around: Span, text: string, read: string): KeyReplacement | undefined {
  // What parts the key from its neighbours stays.
  const [, before = '', secret = '', behind = ''] =
    /^((?:(?:Bearer|Token|Basic|ApiKey|Api-Key) +)?[-_.:/]{0,3})(\w[\w.~+/=:-]*?)([-_.:/]{0,3})$/i.exec(key.value) ??
    [];
  const [opening = '', quote = ''] = /^[fr]{1,2}("""|\'\'\'|"|')/i.exec(text.slice(around.start, key.start)) ?? [];
  const isPlain = text.slice(key.start, key.end) === key.value && secret !== '' && quote !== '';
  if (!isPlain || text.slice(around.start + opening.length, key.start).includes(quote.charAt(0))) return undefined;
  const inner = quote.startsWith('"') ? read.replaceAll('"', "'") : read;
  return { start: key.start, end: key.end, newText: `${before}{${inner}}${behind}`, value: secret };
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
