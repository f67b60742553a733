import { lowerExpression } from './lower-expression';
import { namedChildren, type RawNode } from './raw-tree';
import type { Expression, MatchPattern } from './syntax';

type Lowering = (node: RawNode, text: string) => MatchPattern;

/** The pattern of a `case`; several without brackets are a sequence. https://docs.python.org/3/reference/compound_stmts.html#patterns */
export function lowerPatterns(nodes: readonly RawNode[], text: string): MatchPattern {
  const [only] = nodes;
  if (only && nodes.length === 1) return lowerPattern(only, text);
  return { kind: 'sequence', items: nodes.map((node) => lowerPattern(node, text)) };
}

const lowerings: Readonly<Record<string, Lowering>> = {
  case_pattern: (node, text) => {
    const [child] = namedChildren(node);
    return child ? lowerPattern(child, text) : { kind: 'any', name: null };
  },
  union_pattern: (node, text) => ({ kind: 'or', options: patternsIn(node, text) }),
  dotted_name: lowerName,
  list_pattern: (node, text) => ({ kind: 'sequence', items: patternsIn(node, text) }),
  // `("a")` is a pattern in brackets, `("a",)` a sequence of one.
  tuple_pattern: (node, text) => {
    const items = patternsIn(node, text);
    const [first] = namedChildren(node);
    const isBracketed = items.length === 1 && !text.slice(first?.end, node.end).includes(',');
    return isBracketed ? (items[0] ?? { kind: 'unknown' }) : { kind: 'sequence', items };
  },
  splat_pattern: (node, text) => ({ kind: 'rest', name: nameIn(namedChildren(node)[0], text) }),
  as_pattern: (node, text) => {
    const [pattern, name] = namedChildren(node);
    return pattern
      ? { kind: 'as', pattern: lowerPattern(pattern, text), name: nameIn(name, text) }
      : { kind: 'unknown' };
  },
  dict_pattern: (node, text) => {
    const keys = node.children.filter(({ field }) => field === 'key');
    const values = node.children.filter(({ field }) => field === 'value');
    const entries = keys.map((key, index) => {
      const value = values[index];
      return {
        key: lowerExpression(key, text),
        value: value ? lowerPattern(value, text) : ({ kind: 'unknown' } as const),
      };
    });
    return { kind: 'mapping', entries };
  },
  class_pattern: (node, text) => {
    const [type, ...parts] = namedChildren(node).map((child) =>
      child.type === 'case_pattern' ? namedChildren(child)[0] : child,
    );
    const given = parts.flatMap((part) => part ?? []);
    const keywords = given.filter((part) => part.type === 'keyword_pattern');
    return {
      kind: 'class',
      type: type ? nameExpression(type, text) : null,
      positional: parts
        .filter((part) => part?.type !== 'keyword_pattern')
        .map((part) => (part ? lowerPattern(part, text) : { kind: 'any', name: null })),
      keyword: keywords.map((part) => {
        const [name, value] = namedChildren(part);
        return {
          name: nameIn(name, text) ?? '',
          pattern: value ? lowerPattern(value, text) : { kind: 'any', name: null },
        };
      }),
    };
  },
};

function lowerPattern(node: RawNode, text: string): MatchPattern {
  const lowering = lowerings[node.type];
  if (lowering) return lowering(node, text);
  const value = lowerExpression(node, text);
  return value.kind === 'unknown' ? { kind: 'unknown' } : { kind: 'value', value };
}

function patternsIn(node: RawNode, text: string): readonly MatchPattern[] {
  return namedChildren(node).map((child) => lowerPattern(child, text));
}

/** A bare name takes whatever is there; one with a dot is compared with. */
function lowerName(node: RawNode, text: string): MatchPattern {
  const source = text.slice(node.start, node.end);
  return source.includes('.')
    ? { kind: 'value', value: nameExpression(node, text) }
    : { kind: 'any', name: nameIn(node, text) };
}

/** A bound name; null for none and for `_`. */
function nameIn(node: RawNode | undefined, text: string): string | null {
  const name = node && text.slice(node.start, node.end);
  return name === undefined || name === '_' ? null : name;
}

function nameExpression(node: RawNode, text: string): Expression {
  const [first = '', ...attributes] = text.slice(node.start, node.end).split('.');
  let value: Expression = { kind: 'name', id: first, start: node.start, end: node.end };
  for (const name of attributes) value = { kind: 'attribute', object: value, name, start: node.start, end: node.end };
  return value;
}
