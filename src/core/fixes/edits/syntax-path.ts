import type { Expression, FunctionDefinition, LambdaExpression, ModuleSyntax, Statement } from '../../python/syntax';
import type { Span } from '../../text/span';

/** Any node of the syntax that has a kind. */
export type SyntaxNode = Statement | Expression;

/** The nodes from a module's statement down to an expression with exactly this span, outermost first; empty when there is none. */
export function pathTo(syntax: ModuleSyntax, { start, end }: Span): readonly SyntaxNode[] {
  const path: SyntaxNode[] = [];
  const descend = (value: unknown): boolean => {
    if (value === null || typeof value !== 'object') return false;
    if (Array.isArray(value)) return value.some(descend);
    const node = value as Readonly<Record<string, unknown>>;
    const isNode = isSyntaxNode(node);
    if (isNode && (outerStart(node) > start || node.end < end)) return false;
    if (isNode) path.push(node);
    if (isNode && node.start === start && node.end === end && !isStatement(node)) return true;
    if (Object.values(node).some(descend)) return true;
    if (isNode) path.pop();
    return false;
  };
  descend(syntax.body);
  return path;
}

/** The innermost function around a path's end. */
export function enclosingFunction(path: readonly SyntaxNode[]): FunctionDefinition | undefined {
  return path.findLast((node) => node.kind === 'function');
}

/** A function's or module's name bindings that a path passes: decides whether `await` may stand there. */
export function isInAsyncFunction(path: readonly SyntaxNode[]): boolean {
  const owner = path.findLast(
    (node): node is FunctionDefinition | LambdaExpression => node.kind === 'function' || node.kind === 'lambda',
  );
  return owner?.kind === 'function' && owner.isAsync;
}

function isSyntaxNode(node: object): node is SyntaxNode {
  return 'kind' in node && typeof node.kind === 'string' && 'start' in node && typeof node.start === 'number';
}

function outerStart(node: SyntaxNode): number {
  return node.kind === 'function' || node.kind === 'class' ? node.whole.start : node.start;
}

const statementKinds: ReadonlySet<string> = new Set([
  'function',
  'class',
  'return',
  'assign',
  'augmented',
  'expression',
  'if',
  'for',
  'while',
  'try',
  'with',
  'raise',
  'assert',
  'import',
  'import-from',
  'match',
  'scope',
  'delete',
  'pass',
  'break',
  'continue',
]);

/** Whether a node is a statement. */
export function isStatement(node: SyntaxNode): node is Statement {
  return statementKinds.has(node.kind);
}
