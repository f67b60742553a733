import { childrenOf, expressionsOf } from './syntax-children';
import { blocksOf } from './statements';
import type { Expression, Statement } from './syntax';

type Node = Statement | Expression;

/** Whether a body's own code has a statement or expression of some sort; what inner functions, lambdas and classes hold is theirs. */
export function ownCodeHas(body: readonly Statement[] | Expression, isWanted: (node: Node) => boolean): boolean {
  return 'kind' in body ? hasExpression(body, isWanted) : body.some((statement) => hasStatement(statement, isWanted));
}

function hasStatement(statement: Statement, isWanted: (node: Node) => boolean): boolean {
  if (isWanted(statement)) return true;
  if (statement.kind === 'function' || statement.kind === 'class') return false;
  return (
    expressionsOf(statement).some((expression) => expression !== null && hasExpression(expression, isWanted)) ||
    blocksOf(statement).some((block) => ownCodeHas(block, isWanted))
  );
}

function hasExpression(expression: Expression, isWanted: (node: Node) => boolean): boolean {
  if (isWanted(expression)) return true;
  return expression.kind !== 'lambda' && childrenOf(expression).some((child) => hasExpression(child, isWanted));
}
