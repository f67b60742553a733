/** One look at every statement and expression of a module, with the function and class around it. */
import type { ClassDefinition, Expression, FunctionDefinition, ModuleSyntax, Statement } from '../python/syntax';
import { bodiesOf, childrenOf, expressionsOf } from '../secrets/syntax-children';

/** What stands around a place, innermost; null at the module's top. */
export interface Surroundings {
  readonly function: FunctionDefinition | null;
  readonly class: ClassDefinition | null;
}

/** Calls back for each node, outermost first; targets of assignments are left to the statement. */
export function visitModule(
  module: ModuleSyntax,
  visit: (node: Statement | Expression, around: Surroundings) => void,
): void {
  visitBlock(module.body, { function: null, class: null }, visit);
}

function visitBlock(
  body: readonly Statement[],
  around: Surroundings,
  visit: (node: Statement | Expression, around: Surroundings) => void,
): void {
  for (const statement of body) {
    visit(statement, around);
    for (const expression of expressionsOf(statement)) visitExpression(expression, around, visit);
    const inner: Surroundings =
      statement.kind === 'function'
        ? { ...around, function: statement }
        : statement.kind === 'class'
          ? { function: null, class: statement }
          : around;
    visitBlock(bodiesOf(statement), inner, visit);
  }
}

function visitExpression(
  node: Expression | null,
  around: Surroundings,
  visit: (node: Statement | Expression, around: Surroundings) => void,
): void {
  if (!node) return;
  visit(node, around);
  for (const child of childrenOf(node)) visitExpression(child, around, visit);
}
