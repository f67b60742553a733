import { blocksOf } from './statements';
import type { Expression, Statement } from './syntax';

const none: readonly [] = [];

/** The expressions directly below an expression, in source order. */
export function childrenOf(node: Expression): readonly (Expression | null)[] {
  switch (node.kind) {
    case 'name':
    case 'constant':
    case 'unknown':
      return [];
    case 'fstring':
      return node.parts;
    case 'slice':
      return node.bounds;
    case 'attribute':
      return [node.object];
    case 'subscript':
      return [node.object, node.index];
    case 'call':
      return [node.callee, ...node.arguments.map((argument) => argument.value)];
    case 'collection':
      return node.items;
    case 'dict':
      return node.entries.flatMap((entry) => [entry.key, entry.value]);
    case 'starred':
    case 'await':
    case 'yield':
    case 'walrus':
      return [node.value];
    case 'unary':
      return [node.operand];
    case 'binary':
    case 'boolean':
      return [node.left, node.right];
    case 'compare':
      return node.operands;
    case 'conditional':
      return [node.test, node.whenTrue, node.whenFalse];
    case 'lambda':
      return [...node.parameters.map((parameter) => parameter.fallback), node.body];
    case 'comprehension':
      return [node.element, node.value, ...node.clauses.flatMap((clause) => [clause.iterable, ...clause.conditions])];
  }
}

/** The expressions directly in a statement, without those of the statements inside it. */
export function expressionsOf(statement: Statement): readonly (Expression | null)[] {
  switch (statement.kind) {
    case 'function':
      return [...statement.decorators.map((one) => one.expression), ...statement.parameters.map((one) => one.fallback)];
    case 'class':
      return [...statement.decorators.map((one) => one.expression), ...statement.bases.map((one) => one.value)];
    case 'return':
    case 'raise':
    case 'expression':
    case 'assign':
    case 'augmented':
      return [statement.value];
    case 'if':
    case 'while':
    case 'assert':
      return [statement.test];
    case 'for':
      return [statement.iterable];
    case 'with':
      return statement.items.map((item) => item.context);
    case 'match':
      return [statement.subject, ...statement.cases.map((one) => one.guard)];
    default:
      return [];
  }
}

/** The statements directly inside a statement. */
export function bodiesOf(statement: Statement): readonly Statement[] {
  const blocks = blocksOf(statement);
  return blocks.length > 1 ? blocks.flat() : (blocks[0] ?? none);
}
