/** One look at every statement and expression of a module, with the function and class around it. */
import type { ClassDefinition, Expression, FunctionDefinition, ModuleSyntax, Statement } from './syntax';
import { bodiesOf, expressionsWithin } from './syntax-children';

/** What stands around a place, innermost; null at the module's top. */
export interface Surroundings {
  readonly function: FunctionDefinition | null;
  readonly class: ClassDefinition | null;
  /** Tests of the `if`s around it, in the same function or at the same level of the module. */
  readonly conditions: readonly Expression[];
}

/** Calls back for each node, outermost first; targets of assignments are left to the statement. */
export function visitModule(
  module: ModuleSyntax,
  visit: (node: Statement | Expression, around: Surroundings) => void,
): void {
  visitBlock(module.body, { function: null, class: null, conditions: [] }, visit);
}

function visitBlock(
  body: readonly Statement[],
  around: Surroundings,
  visit: (node: Statement | Expression, around: Surroundings) => void,
): void {
  for (const statement of body) {
    visit(statement, around);
    for (const expression of expressionsWithin(statement)) visit(expression, around);
    if (statement.kind === 'if') {
      visitBlock(statement.body, { ...around, conditions: [...around.conditions, statement.test] }, visit);
      visitBlock(statement.otherwise, around, visit);
    } else visitBlock(bodiesOf(statement), insideOf(statement, around), visit);
  }
}

function insideOf(statement: Statement, around: Surroundings): Surroundings {
  if (statement.kind === 'function') return { ...around, function: statement, conditions: [] };
  return statement.kind === 'class' ? { function: null, class: statement, conditions: [] } : around;
}
