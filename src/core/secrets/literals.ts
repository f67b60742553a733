import type { Expression } from '../python/syntax';

/** A string constant of the source. */
export interface StringLiteral {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const wrappers = /^(?:set|frozenset|list|tuple|str|bytes|SecretStr|SecretBytes|Secret|mappingproxy)$/;
const textMethods = /^(?:encode|decode|strip|split|lower|upper)$/;

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
    case 'starred':
      return literalsOf(value.value, collections);
    case 'collection':
      return collections ? value.items.flatMap((item) => literalsOf(item, true)) : [];
    case 'dict':
      return collections
        ? value.entries.flatMap((entry) => [
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

function literalsOfCall(call: Expression & { readonly kind: 'call' }, collections: boolean): readonly StringLiteral[] {
  const { callee } = call;
  if (callee.kind === 'attribute' && textMethods.test(callee.name)) {
    const inner = literalsOf(callee.object, collections);
    // Each part of `"a,b".split(",")` is a key; the first stands for all.
    return callee.name === 'split'
      ? inner.map((one) => ({ ...one, value: one.value.split(/[,;\s]/)[0] ?? '' }))
      : inner;
  }
  const first = call.arguments[0];
  return callee.kind === 'name' && wrappers.test(callee.id) && first ? literalsOf(first.value, collections) : [];
}

/** `"abc" + "def"` is one literal. */
function joined(value: Expression & { readonly kind: 'binary' }): readonly StringLiteral[] {
  const [left] = literalsOf(value.left, false);
  const [right] = literalsOf(value.right, false);
  return value.operator === '+' && left && right
    ? [{ value: left.value + right.value, start: value.start, end: value.end }]
    : [];
}
