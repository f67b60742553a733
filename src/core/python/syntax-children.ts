import { blocksOf } from './statements';
import type { Expression, Statement } from './syntax';

const none: readonly [] = [];

type Visit = (child: Expression | null) => void;

/** Calls back for the expressions directly below an expression, in source order. */
function eachChild(node: Expression, visit: Visit): void {
  switch (node.kind) {
    case 'name':
    case 'constant':
    case 'unknown':
      return;
    case 'attribute':
      visit(node.object);
      return;
    case 'subscript':
      visit(node.object);
      visit(node.index);
      return;
    case 'starred':
    case 'await':
    case 'yield':
    case 'walrus':
      visit(node.value);
      return;
    case 'unary':
      visit(node.operand);
      return;
    case 'binary':
    case 'boolean':
      visit(node.left);
      visit(node.right);
      return;
    case 'conditional':
      visit(node.test);
      visit(node.whenTrue);
      visit(node.whenFalse);
      return;
    default:
      eachOfMany(node, visit);
  }
}

type OfMany = Extract<
  Expression,
  { kind: 'fstring' | 'slice' | 'collection' | 'compare' | 'call' | 'dict' | 'lambda' | 'comprehension' }
>;

function eachOfMany(node: OfMany, visit: Visit): void {
  switch (node.kind) {
    case 'fstring':
      for (const part of node.parts) visit(part);
      return;
    case 'slice':
      for (const bound of node.bounds) visit(bound);
      return;
    case 'collection':
      for (const item of node.items) visit(item);
      return;
    case 'compare':
      for (const operand of node.operands) visit(operand);
      return;
    case 'call':
      visit(node.callee);
      for (const { value } of node.arguments) visit(value);
      return;
    case 'dict':
      for (const { key, value } of node.entries) {
        visit(key);
        visit(value);
      }
      return;
    case 'lambda':
      for (const { fallback } of node.parameters) visit(fallback);
      visit(node.body);
      return;
    case 'comprehension':
      visit(node.element);
      visit(node.value);
      for (const { iterable, conditions } of node.clauses) for (const one of [iterable, ...conditions]) visit(one);
  }
}

/** The expressions directly below an expression, in source order. */
export function childrenOf(node: Expression): readonly Expression[] {
  const found: Expression[] = [];
  eachChild(node, (child) => child && found.push(child));
  return found;
}

/** All expressions of a statement, outermost first, without those of the statements inside it. */
export function expressionsWithin(statement: Statement): readonly Expression[] {
  const found: Expression[] = [];
  const add = (node: Expression | null): void => {
    if (!node) return;
    found.push(node);
    eachChild(node, add);
  };
  for (const expression of expressionsOf(statement)) add(expression);
  return found;
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
      return none;
  }
}

/** The statements directly inside a statement. */
export function bodiesOf(statement: Statement): readonly Statement[] {
  const [first, ...others] = blocksOf(statement).filter((block) => block.length > 0);
  return others.length > 0 ? [first ?? none, ...others].flat() : (first ?? none);
}
