import { lastName } from '../python/last-name';
import type { Expression } from '../python/syntax';
import { valueShape } from './values';

/** A string constant of the source. */
export interface StringLiteral {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const wrappers =
  /^(?:set|frozenset|list|tuple|str|bytes|SecretStr|SecretBytes|Secret|mappingproxy|Field|field|b64decode|b64encode|urlsafe_b64decode|a2b_hex|unhexlify|fromhex|sha256|md5|Fernet|Header)$/;
/** What declares a column or a form's field may give it a default. */
const columns = /^(?:Column|mapped_column|\w+Field)$/;
const textMethods = /^(?:encode|decode|strip|split|lower|upper|replace)$/;

/** The literals that an expression may evaluate to: through `or`, conditions, `.encode()`, `.split(",")`, `SecretStr(…)`. */
export function literalsOf(value: Expression, collections: boolean): readonly StringLiteral[] {
  switch (value.kind) {
    case 'constant':
      return typeof value.value === 'string' ? [{ value: value.value, start: value.start, end: value.end }] : [];
    case 'boolean':
      return [value.left, value.right].flatMap((one) => literalsOf(one, collections));
    case 'conditional':
      return [value.whenTrue, value.whenFalse].flatMap((one) => literalsOf(one, collections));
    case 'binary':
      return joined(value);
    case 'fstring':
      return value.parts
        .flatMap((part) => literalsOf(part, false))
        .filter((part) => valueShape(part.value) === 'random');
    case 'starred':
      return literalsOf(value.value, collections);
    case 'collection':
      return collections ? value.items.flatMap((item) => literalsOf(item, true)) : [];
    case 'dict':
      return collections
        ? secretEntries(value).flatMap((entry) => [
            ...(entry.key ? literalsOf(entry.key, false) : []),
            ...literalsOf(entry.value, true),
          ])
        : [];
    case 'call':
      return literalsOfCall(value, collections);
    default:
      return [];
  }
}

/** Of a JSON Web Key only some parts are secret: https://www.rfc-editor.org/rfc/rfc7518#section-6 */
function secretEntries({ entries }: Expression & { readonly kind: 'dict' }): typeof entries {
  const nameOf = ({ key }: (typeof entries)[number]): unknown => (key?.kind === 'constant' ? key.value : undefined);
  return entries.some((entry) => nameOf(entry) === 'kty')
    ? entries.filter((entry) => /^(?:d|k|p|q|dp|dq|qi)$/.test(String(nameOf(entry))))
    : entries;
}

function literalsOfCall(call: Expression & { readonly kind: 'call' }, collections: boolean): readonly StringLiteral[] {
  const { callee } = call;
  if (callee.kind === 'attribute' && textMethods.test(callee.name)) {
    const inner = literalsOf(callee.object, collections);
    // Each part of `"a,b".split(",")` is a key; the first stands for all.
    return callee.name === 'split'
      ? inner.map((one) => ({ ...one, value: one.value.split(/[,;\s]/)[0] ?? '' }))
      : inner;
  }
  const name = lastName(callee);
  const first = call.arguments.find((argument) => argument.name === null || argument.name === 'default');
  if (name === 'join' && first?.value.kind === 'collection') return joinedItems(first.value);
  if (columns.test(name)) {
    const given = call.arguments.find((argument) => /^(?:server_)?default$/.test(argument.name ?? ''));
    if (given) return literalsOf(given.value, collections);
  }
  return wrappers.test(name) && first ? literalsOf(first.value, collections) : [];
}

/** `"abc" + "def"` is one literal. */
function joined(value: Expression & { readonly kind: 'binary' }): readonly StringLiteral[] {
  const [left] = literalsOf(value.left, false);
  const [right] = literalsOf(value.right, false);
  return value.operator === '+' && left && right
    ? [{ value: left.value + right.value, start: value.start, end: value.end }]
    : [];
}

/** `"".join(["abc", "def"])` is one literal, when all its parts are. */
function joinedItems(collection: Expression & { readonly kind: 'collection' }): readonly StringLiteral[] {
  const parts = collection.items.map((item) => literalsOf(item, false)[0]);
  const value = parts.map((part) => part?.value ?? '').join('');
  return parts.length > 0 && !parts.includes(undefined)
    ? [{ value, start: collection.start, end: collection.end }]
    : [];
}
