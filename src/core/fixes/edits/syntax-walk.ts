import { startOf } from '../../python/statements';
import type { ClassDefinition, Expression, FunctionDefinition, ModuleSyntax, Statement } from '../../python/syntax';

type Node = Readonly<Record<string, unknown>>;

/** Calls back for every node with a `kind`, outermost first; syntax is plain data, so that its shape need not be spelt out. */
export function walkSyntax(root: unknown, visit: (node: Statement | Expression) => void): void {
  if (root === null || typeof root !== 'object') return;
  if (Array.isArray(root)) {
    for (const item of root) walkSyntax(item, visit);
    return;
  }
  const node = root as Node;
  if (typeof node.kind === 'string' && typeof node.start === 'number') visit(root as Statement | Expression);
  for (const inner of Object.values(node)) walkSyntax(inner, visit);
}

/** First node for which the test holds. */
export function findNode<Found extends Statement | Expression>(
  root: unknown,
  test: (node: Statement | Expression) => node is Found,
): Found | undefined {
  let found: Found | undefined;
  walkSyntax(root, (node) => {
    if (found === undefined && test(node)) found = node;
  });
  return found;
}

/** The function or class that has a decorator at this place. */
export function definitionWithDecorator(
  syntax: ModuleSyntax,
  start: number,
): FunctionDefinition | ClassDefinition | undefined {
  return findNode(
    syntax.body,
    (node): node is FunctionDefinition | ClassDefinition =>
      (node.kind === 'function' || node.kind === 'class') &&
      node.decorators.some((decorator) => decorator.start === start),
  );
}

/** The statement of the module's top level that holds an offset, decorators included. */
export function topLevelAt(syntax: ModuleSyntax, offset: number): Statement | undefined {
  return syntax.body.find((statement) => startOf(statement) <= offset && offset <= statement.end);
}
