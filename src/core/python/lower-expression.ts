import type { Argument, ComprehensionClause, ComprehensionExpression, Expression, Parameter } from './syntax';
import { childIn, namedChildren, withoutRoom, type RawNode } from './raw-tree';
import { stringPrefix, unescapeString } from './string-literals';

/** Turns one copied expression node into syntax. `text` is the file's text; never throws, a hole is `unknown`. */
export function lowerExpression(node: RawNode | undefined, text: string): Expression {
  if (node === undefined) return { kind: 'unknown', start: 0, end: 0 };
  const lower = expressionLowerings[node.type];
  return lower ? lower(node, text) : { kind: 'unknown', start: node.start, end: node.end };
}

type Lowering = (node: RawNode, text: string) => Expression;

const inner: Lowering = (node, text) => lowerExpression(namedChildren(node)[0], text);
const nameOf: Lowering = (node, text) => ({
  kind: 'name',
  id: text.slice(node.start, node.end),
  start: node.start,
  end: node.end,
});
const constant =
  (value: boolean | null): Lowering =>
  (node) => ({ kind: 'constant', value, start: node.start, end: node.end });
const collection =
  (type: 'list' | 'tuple' | 'set'): Lowering =>
  (node, text) => ({
    kind: 'collection',
    type,
    items: namedChildren(node).map((child) => lowerExpression(child, text)),
    start: node.start,
    end: node.end,
  });
const starred: Lowering = (node, text) => ({
  kind: 'starred',
  value: inner(node, text),
  start: node.start,
  end: node.end,
});
const comprehension =
  (type: ComprehensionExpression['type']): Lowering =>
  (node, text) =>
    lowerComprehension(node, text, type);

const expressionLowerings: Readonly<Record<string, Lowering>> = {
  identifier: nameOf,
  keyword_identifier: nameOf,
  true: constant(true),
  false: constant(false),
  none: constant(null),
  ellipsis: (node) => ({ kind: 'unknown', start: node.start, end: node.end }),
  integer: (node, text) => ({
    kind: 'constant',
    value: Number(text.slice(node.start, node.end).replaceAll('_', '')),
    start: node.start,
    end: node.end,
  }),
  float: (node, text) => ({
    kind: 'constant',
    value: Number(text.slice(node.start, node.end).replaceAll('_', '')),
    start: node.start,
    end: node.end,
  }),
  string: lowerString,
  concatenated_string: lowerConcatenation,
  attribute: (node, text) => {
    const name = childIn(node, 'attribute');
    return {
      kind: 'attribute',
      object: lowerExpression(childIn(node, 'object'), text),
      name: name ? text.slice(name.start, name.end) : '',
      start: node.start,
      end: node.end,
    };
  },
  subscript: lowerSubscript,
  slice: lowerSlice,
  call: (node, text) => ({
    kind: 'call',
    callee: lowerExpression(childIn(node, 'function'), text),
    arguments: lowerArguments(childIn(node, 'arguments'), text),
    start: node.start,
    end: node.end,
  }),
  list: collection('list'),
  tuple: collection('tuple'),
  set: collection('set'),
  expression_list: collection('tuple'),
  pattern_list: collection('tuple'),
  tuple_pattern: collection('tuple'),
  list_pattern: collection('list'),
  list_splat: starred,
  list_splat_pattern: starred,
  parenthesized_list_splat: starred,
  parenthesized_expression: inner,
  as_pattern_target: inner,
  type: inner,
  dictionary: (node, text) => ({
    kind: 'dict',
    entries: namedChildren(node).map((child) =>
      child.type === 'pair'
        ? { key: lowerExpression(childIn(child, 'key'), text), value: lowerExpression(childIn(child, 'value'), text) }
        : { key: null, value: inner(child, text) },
    ),
    start: node.start,
    end: node.end,
  }),
  unary_operator: (node, text) => ({
    kind: 'unary',
    operator: operatorOf(node, text),
    operand: lowerExpression(childIn(node, 'argument'), text),
    start: node.start,
    end: node.end,
  }),
  not_operator: (node, text) => ({
    kind: 'unary',
    operator: 'not',
    operand: lowerExpression(childIn(node, 'argument'), text),
    start: node.start,
    end: node.end,
  }),
  binary_operator: (node, text) => ({
    kind: 'binary',
    operator: operatorOf(node, text),
    left: lowerExpression(childIn(node, 'left'), text),
    right: lowerExpression(childIn(node, 'right'), text),
    start: node.start,
    end: node.end,
  }),
  boolean_operator: (node, text) => ({
    kind: 'boolean',
    operator: operatorOf(node, text) === 'and' ? 'and' : 'or',
    left: lowerExpression(childIn(node, 'left'), text),
    right: lowerExpression(childIn(node, 'right'), text),
    start: node.start,
    end: node.end,
  }),
  comparison_operator: (node, text) => ({
    kind: 'compare',
    operators: node.children
      .filter((child) => child.field === 'operators')
      .map((child) => text.slice(child.start, child.end).replace(/\s+/g, ' ')),
    operands: namedChildren(node)
      .filter((child) => child.field !== 'operators')
      .map((child) => lowerExpression(child, text)),
    start: node.start,
    end: node.end,
  }),
  conditional_expression: (node, text) => {
    const [whenTrue, test, whenFalse] = namedChildren(node);
    return {
      kind: 'conditional',
      test: lowerExpression(test, text),
      whenTrue: lowerExpression(whenTrue, text),
      whenFalse: lowerExpression(whenFalse, text),
      start: node.start,
      end: node.end,
    };
  },
  lambda: (node, text) => ({
    kind: 'lambda',
    parameters: lowerParameters(childIn(node, 'parameters'), text),
    body: lowerExpression(childIn(node, 'body'), text),
    start: node.start,
    end: node.end,
  }),
  list_comprehension: comprehension('list'),
  set_comprehension: comprehension('set'),
  dictionary_comprehension: comprehension('dict'),
  generator_expression: comprehension('generator'),
  await: (node, text) => ({ kind: 'await', value: inner(node, text), start: node.start, end: node.end }),
  yield: (node, text) => {
    const value = namedChildren(node)[0];
    const isFrom = /^yield\s+from\b/.test(text.slice(node.start, node.end));
    return {
      kind: 'yield',
      value: value ? lowerExpression(value, text) : null,
      isFrom,
      start: node.start,
      end: node.end,
    };
  },
  named_expression: (node, text) => {
    const name = childIn(node, 'name');
    return {
      kind: 'walrus',
      name: name ? text.slice(name.start, name.end) : '',
      value: lowerExpression(childIn(node, 'value'), text),
      start: node.start,
      end: node.end,
    };
  },
};

function operatorOf(node: RawNode, text: string): string {
  const operator = childIn(node, 'operator');
  return operator ? text.slice(operator.start, operator.end) : '';
}

function lowerString(node: RawNode, text: string): Expression {
  const opening = node.children[0];
  const prefix = opening ? stringPrefix(text.slice(opening.start, opening.end)) : '';
  const raw = prefix.includes('r');
  const parts: Expression[] = [];
  let isFormatted = false;
  for (const child of node.children) {
    if (child.type === 'string_content') {
      const content = text.slice(child.start, child.end);
      parts.push({
        kind: 'constant',
        value: raw ? content : unescapeString(content),
        start: child.start,
        end: child.end,
      });
    } else if (child.type === 'interpolation') {
      isFormatted = true;
      parts.push(lowerExpression(childIn(child, 'expression'), text));
    }
  }
  if (isFormatted) return { kind: 'fstring', parts: withoutRoom(parts), start: node.start, end: node.end };
  const value = parts.map((part) => (part.kind === 'constant' ? String(part.value) : '')).join('');
  const constant: Expression = { kind: 'constant', value, start: node.start, end: node.end };
  return prefix.includes('b') ? { ...constant, bytes: true } : constant;
}

function lowerConcatenation(node: RawNode, text: string): Expression {
  const parts = namedChildren(node).map((child) => lowerString(child, text));
  if (parts.every((part) => part.kind === 'constant')) {
    return {
      kind: 'constant',
      value: parts.map((part) => String(part.value)).join(''),
      start: node.start,
      end: node.end,
    };
  }
  return {
    kind: 'fstring',
    parts: parts.flatMap((part) => (part.kind === 'fstring' ? part.parts : [part])),
    start: node.start,
    end: node.end,
  };
}

/** As in Python, bounds that are not written are None: `[:7]` has an upper one only. */
function lowerSlice(node: RawNode, text: string): Expression {
  const unwritten = (at: number): Expression => ({ kind: 'constant', value: null, start: at, end: at });
  const bounds = [unwritten(node.start)];
  for (const child of node.children) {
    if (child.type === ':') bounds.push(unwritten(child.end));
    else if (child.named && child.type !== 'comment') bounds[bounds.length - 1] = lowerExpression(child, text);
  }
  return { kind: 'slice', bounds, start: node.start, end: node.end };
}

function lowerSubscript(node: RawNode, text: string): Expression {
  const indexes = node.children
    .filter((child) => child.field === 'subscript')
    .map((child) => lowerExpression(child, text));
  const [first] = indexes;
  const index: Expression =
    indexes.length === 1 && first !== undefined
      ? first
      : { kind: 'collection', type: 'tuple', items: indexes, start: node.start, end: node.end };
  return {
    kind: 'subscript',
    object: lowerExpression(childIn(node, 'value'), text),
    index,
    start: node.start,
    end: node.end,
  };
}

/** Arguments of a call or a class header; a bare generator argument counts as one positional argument. */
export function lowerArguments(node: RawNode | undefined, text: string): Argument[] {
  if (node === undefined) return [];
  if (node.type === 'generator_expression')
    return [{ name: null, star: '', value: lowerExpression(node, text), start: node.start, end: node.end }];
  return namedChildren(node)
    .filter((child) => child.type !== 'ERROR')
    .map((child): Argument => {
      if (child.type === 'keyword_argument') {
        const name = childIn(child, 'name');
        return {
          name: name ? text.slice(name.start, name.end) : '',
          star: '',
          value: lowerExpression(childIn(child, 'value'), text),
          start: child.start,
          end: child.end,
        };
      }
      if (child.type === 'list_splat')
        return { name: null, star: '*', value: inner(child, text), start: child.start, end: child.end };
      if (child.type === 'dictionary_splat')
        return { name: null, star: '**', value: inner(child, text), start: child.start, end: child.end };
      return { name: null, star: '', value: lowerExpression(child, text), start: child.start, end: child.end };
    });
}

/** Parameters of a function or lambda; `*` and `/` are separators, not parameters. */
export function lowerParameters(node: RawNode | undefined, text: string): Parameter[] {
  const parameters: Parameter[] = [];
  let keywordOnly = false;
  for (const child of node ? namedChildren(node) : []) {
    if (child.type === 'keyword_separator') keywordOnly = true;
    const parameter = lowerParameter(child, text, keywordOnly);
    if (parameter === undefined) continue;
    if (parameter.star === '*') keywordOnly = true;
    parameters.push(parameter);
  }
  return withoutRoom(parameters);
}

function lowerParameter(node: RawNode, text: string, keywordOnly: boolean): Parameter | undefined {
  const named = (
    target: RawNode | undefined,
    annotation: RawNode | undefined,
    fallback: RawNode | undefined,
  ): Parameter | undefined => {
    if (target === undefined) return undefined;
    const star = target.type === 'list_splat_pattern' ? '*' : target.type === 'dictionary_splat_pattern' ? '**' : '';
    const identifier = star === '' ? target : namedChildren(target)[0];
    if (identifier?.type !== 'identifier') return undefined;
    return {
      name: text.slice(identifier.start, identifier.end),
      star,
      keywordOnly,
      annotation: annotation ? lowerExpression(annotation, text) : null,
      fallback: fallback ? lowerExpression(fallback, text) : null,
      start: node.start,
      end: node.end,
    };
  };
  switch (node.type) {
    case 'identifier':
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern':
      return named(node, undefined, undefined);
    case 'typed_parameter':
      return named(namedChildren(node)[0], childIn(node, 'type'), undefined);
    case 'default_parameter':
    case 'typed_default_parameter':
      return named(childIn(node, 'name'), childIn(node, 'type'), childIn(node, 'value'));
    default:
      return undefined;
  }
}

function lowerComprehension(node: RawNode, text: string, type: ComprehensionExpression['type']): Expression {
  const body = childIn(node, 'body');
  const clauses: { target: Expression; iterable: Expression; conditions: Expression[] }[] = [];
  for (const child of namedChildren(node)) {
    if (child.type === 'for_in_clause') {
      clauses.push({
        target: lowerExpression(childIn(child, 'left'), text),
        iterable: lowerExpression(childIn(child, 'right'), text),
        conditions: [],
      });
    } else if (child.type === 'if_clause') {
      clauses.at(-1)?.conditions.push(inner(child, text));
    }
  }
  const readonlyClauses: readonly ComprehensionClause[] = clauses;
  const isPair = body?.type === 'pair';
  return {
    kind: 'comprehension',
    type,
    element: lowerExpression(isPair ? childIn(body, 'key') : body, text),
    value: isPair ? lowerExpression(childIn(body, 'value'), text) : null,
    clauses: readonlyClauses,
    start: node.start,
    end: node.end,
  };
}
