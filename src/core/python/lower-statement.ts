import type { Decorator, ExceptHandler, Expression, MatchCase, Statement } from './syntax';
import { lowerPatterns } from './lower-pattern';
import { childIn, namedChildren, spanOf, withoutRoom, type RawNode } from './raw-tree';
import { lowerArguments, lowerExpression, lowerParameters } from './lower-expression';

/** Turns the statements of a block (or of the module) into syntax; error nodes are looked into for what can be read. */
export function lowerBlock(node: RawNode | undefined, text: string): Statement[] {
  if (node === undefined) return [];
  const statements = namedChildren(node).flatMap((child) => {
    if (child.type === 'ERROR') return lowerBlock(child, text);
    if (child.type === 'block') return lowerBlock(child, text);
    const lower = statementLowerings[child.type];
    return lower ? lower(child, text) : [];
  });
  return withoutRoom(statements);
}

type Lowering = (node: RawNode, text: string) => Statement[];

const statementLowerings: Readonly<Record<string, Lowering>> = {
  expression_statement: lowerExpressionStatement,
  decorated_definition: (node, text) => {
    const decorators = node.children
      .filter((child) => child.type === 'decorator')
      .map((child): Decorator => ({
        expression: lowerExpression(namedChildren(child)[0], text),
        start: child.start,
        end: child.end,
      }));
    return lowerDefinition(childIn(node, 'definition'), text, decorators, node);
  },
  function_definition: (node, text) => lowerDefinition(node, text, [], node),
  class_definition: (node, text) => lowerDefinition(node, text, [], node),
  return_statement: (node, text) => [
    { kind: 'return', value: optional(namedChildren(node)[0], text), start: node.start, end: node.end },
  ],
  if_statement: (node, text) => [lowerIf(node, text)],
  for_statement: (node, text) => [
    {
      kind: 'for',
      target: lowerExpression(childIn(node, 'left'), text),
      iterable: lowerExpression(childIn(node, 'right'), text),
      body: lowerBlock(childIn(node, 'body'), text),
      otherwise: elseBody(node, text),
      start: node.start,
      end: node.end,
    },
  ],
  while_statement: (node, text) => [
    {
      kind: 'while',
      test: lowerExpression(childIn(node, 'condition'), text),
      body: lowerBlock(childIn(node, 'body'), text),
      otherwise: elseBody(node, text),
      start: node.start,
      end: node.end,
    },
  ],
  try_statement: (node, text) => {
    const finallyClause = node.children.find((child) => child.type === 'finally_clause');
    return [
      {
        kind: 'try',
        body: lowerBlock(childIn(node, 'body'), text),
        handlers: node.children
          .filter((child) => child.type === 'except_clause' || child.type === 'except_group_clause')
          .map((child) => lowerHandler(child, text)),
        otherwise: lowerBlock(blockOf(node.children.find((child) => child.type === 'else_clause')), text),
        finally: lowerBlock(blockOf(finallyClause), text),
        start: node.start,
        end: node.end,
      },
    ];
  },
  with_statement: (node, text) => {
    const clause = node.children.find((child) => child.type === 'with_clause');
    return [
      {
        kind: 'with',
        items: (clause ? namedChildren(clause) : []).flatMap(withItems).map((item) => lowerWithItem(item, text)),
        body: lowerBlock(childIn(node, 'body'), text),
        start: node.start,
        end: node.end,
      },
    ];
  },
  raise_statement: (node, text) => [
    {
      kind: 'raise',
      value: optional(
        namedChildren(node).find((child) => child.field !== 'cause'),
        text,
      ),
      start: node.start,
      end: node.end,
    },
  ],
  assert_statement: (node, text) => [
    { kind: 'assert', test: lowerExpression(namedChildren(node)[0], text), start: node.start, end: node.end },
  ],
  delete_statement: (node, text) => [
    {
      kind: 'delete',
      targets: namedChildren(node).map((child) => lowerExpression(child, text)),
      start: node.start,
      end: node.end,
    },
  ],
  import_statement: (node, text) => [
    { kind: 'import', modules: importedNames(node, text), start: node.start, end: node.end },
  ],
  import_from_statement: lowerImportFrom,
  match_statement: (node, text) => [
    {
      kind: 'match',
      subject: lowerExpression(childIn(node, 'subject'), text),
      cases: (childIn(node, 'body')?.children ?? [])
        .filter((child) => child.type === 'case_clause')
        .map((child) => lowerCase(child, text)),
      start: node.start,
      end: node.end,
    },
  ],
  global_statement: scopeStatement('global'),
  nonlocal_statement: scopeStatement('nonlocal'),
  pass_statement: (node) => [{ kind: 'pass', start: node.start, end: node.end }],
  break_statement: (node) => [{ kind: 'break', start: node.start, end: node.end }],
  continue_statement: (node) => [{ kind: 'continue', start: node.start, end: node.end }],
};

function optional(node: RawNode | undefined, text: string): Expression | null {
  return node ? lowerExpression(node, text) : null;
}

function blockOf(clause: RawNode | undefined): RawNode | undefined {
  return clause ? (childIn(clause, 'body') ?? clause.children.find((child) => child.type === 'block')) : undefined;
}

function elseBody(node: RawNode, text: string): Statement[] {
  return lowerBlock(blockOf(childIn(node, 'alternative')), text);
}

function scopeStatement(type: 'global' | 'nonlocal'): Lowering {
  return (node, text) => [
    {
      kind: 'scope',
      type,
      names: namedChildren(node).map((child) => text.slice(child.start, child.end)),
      start: node.start,
      end: node.end,
    },
  ];
}

function lowerExpressionStatement(node: RawNode, text: string): Statement[] {
  const children = namedChildren(node);
  const [first] = children;
  if (first === undefined) return [];
  if (first.type === 'assignment') return lowerAssignment(first, text);
  if (first.type === 'augmented_assignment') {
    const operator = childIn(first, 'operator');
    return [
      {
        kind: 'augmented',
        target: lowerExpression(childIn(first, 'left'), text),
        operator: operator ? text.slice(operator.start, operator.end).replace('=', '') : '',
        value: lowerExpression(childIn(first, 'right'), text),
        start: first.start,
        end: first.end,
      },
    ];
  }
  return children.map((child) => ({
    kind: 'expression',
    value: lowerExpression(child, text),
    start: child.start,
    end: child.end,
  }));
}

/** `a = b = value` nests to the right in the tree; here it is one statement with several targets. */
function lowerAssignment(node: RawNode, text: string): Statement[] {
  const targets: Expression[] = [];
  let current: RawNode | undefined = node;
  let annotation: RawNode | undefined;
  while (current?.type === 'assignment') {
    targets.push(lowerExpression(childIn(current, 'left'), text));
    annotation ??= childIn(current, 'type');
    current = childIn(current, 'right');
  }
  return [
    {
      kind: 'assign',
      targets: withoutRoom(targets),
      value: optional(current, text),
      annotation: optional(annotation, text),
      start: node.start,
      end: node.end,
    },
  ];
}

function lowerDefinition(
  node: RawNode | undefined,
  text: string,
  decorators: readonly Decorator[],
  whole: RawNode,
): Statement[] {
  const name = node ? childIn(node, 'name') : undefined;
  if (node === undefined || name === undefined) return [];
  const shared = {
    name: text.slice(name.start, name.end),
    nameSpan: spanOf(name),
    decorators,
    whole: spanOf(whole),
    body: lowerBlock(childIn(node, 'body'), text),
    start: node.start,
    end: node.end,
  };
  if (node.type === 'class_definition')
    return [{ kind: 'class', bases: lowerArguments(childIn(node, 'superclasses'), text), ...shared }];
  return [
    {
      kind: 'function',
      parameters: lowerParameters(childIn(node, 'parameters'), text),
      returns: optional(childIn(node, 'return_type'), text),
      isAsync: node.children.some((child) => child.type === 'async'),
      ...shared,
    },
  ];
}

/** `elif` chains become nested `if`s in `otherwise`. */
function lowerIf(node: RawNode, text: string): Statement {
  const alternatives = node.children.filter((child) => child.field === 'alternative');
  const build = (clause: RawNode, rest: readonly RawNode[]): Statement => {
    const [next, ...others] = rest;
    const otherwise =
      next === undefined ? [] : next.type === 'elif_clause' ? [build(next, others)] : lowerBlock(blockOf(next), text);
    return {
      kind: 'if',
      test: lowerExpression(childIn(clause, 'condition'), text),
      body: lowerBlock(childIn(clause, 'consequence'), text),
      otherwise,
      start: clause.start,
      end: clause.end,
    };
  };
  return build(node, alternatives);
}

function lowerHandler(node: RawNode, text: string): ExceptHandler {
  const value = childIn(node, 'value') ?? namedChildren(node).find((child) => child.type !== 'block');
  const pattern = value?.type === 'as_pattern' ? value : undefined;
  const alias = childIn(node, 'alias') ?? (pattern ? childIn(pattern, 'alias') : undefined);
  const type = pattern ? namedChildren(pattern)[0] : value;
  return {
    type: optional(type, text),
    name: alias ? text.slice(alias.start, alias.end) : null,
    body: lowerBlock(
      node.children.find((child) => child.type === 'block'),
      text,
    ),
    start: node.start,
    end: node.end,
  };
}

function withItems(node: RawNode): RawNode[] {
  const value = childIn(node, 'value');
  return value?.type === 'tuple' ? namedChildren(value) : value ? [value] : [node];
}

function lowerWithItem(node: RawNode, text: string): { context: Expression; target: Expression | null } {
  if (node.type !== 'as_pattern') return { context: lowerExpression(node, text), target: null };
  return { context: lowerExpression(namedChildren(node)[0], text), target: optional(childIn(node, 'alias'), text) };
}

function importedNames(node: RawNode, text: string): { name: string; alias: string | null }[] {
  return node.children
    .filter((child) => child.field === 'name')
    .map((child) => {
      const name = child.type === 'aliased_import' ? childIn(child, 'name') : child;
      const alias = child.type === 'aliased_import' ? childIn(child, 'alias') : undefined;
      return {
        name: name ? text.slice(name.start, name.end).replace(/\s+/g, '') : '',
        alias: alias ? text.slice(alias.start, alias.end) : null,
      };
    });
}

function lowerImportFrom(node: RawNode, text: string): Statement[] {
  const moduleNode = childIn(node, 'module_name');
  const source = moduleNode ? text.slice(moduleNode.start, moduleNode.end).replace(/\s+/g, '') : '';
  const level = /^\.*/.exec(source)?.[0].length ?? 0;
  const isStar = node.children.some((child) => child.type === 'wildcard_import');
  return [
    {
      kind: 'import-from',
      module: source.slice(level),
      level,
      names: isStar ? null : importedNames(node, text),
      start: node.start,
      end: node.end,
    },
  ];
}

function lowerCase(node: RawNode, text: string): MatchCase {
  const patterns = namedChildren(node).filter((child) => child.type === 'case_pattern');
  const guard = childIn(node, 'guard');
  return {
    pattern: lowerPatterns(patterns, text),
    guard: guard ? optional(namedChildren(guard)[0], text) : null,
    body: lowerBlock(childIn(node, 'consequence'), text),
    start: node.start,
    end: node.end,
  };
}
