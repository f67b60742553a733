/** Where code falls back to a literal without saying so in one call: in a handler, in the other branch, behind `if not`. */
import type { Expression, Statement } from '../python/syntax';
import { childrenOf } from '../python/syntax-children';
import { fieldRead, nameOf } from './credential-reads';

type Assignment = Statement & { readonly kind: 'assign' };

/** The assignments in a statement's blocks that give a name its value where the environment, or the settings, had none. */
export function fallbackAssignments(statement: Statement): readonly Assignment[] {
  if (statement.kind === 'try')
    return behind(
      [statement.body],
      statement.handlers.map(({ body }) => body),
    );
  if (statement.kind !== 'if') return [];
  const { test, body, otherwise } = statement;
  const missing = nameMissing(test);
  return [
    ...behind([body], [otherwise]),
    ...behind([otherwise], [body]),
    ...assignments(body).filter(({ targets }) => missing !== null && targets.some((one) => nameOf(one) === missing)),
  ];
}

/** `os.environ["KEY"] if … else "…"`, `key if key else "…"`: the branch that is taken where the variable is set. */
export function readBranch(value: Expression): Expression | undefined {
  if (value.kind !== 'conditional') return undefined;
  const { test, whenTrue, whenFalse } = value;
  const tested = nameMissing(test) ?? nameOf(test.kind === 'compare' ? (test.operands[0] ?? test) : test);
  return [whenTrue, whenFalse].find(
    (branch) => readsSettings(branch) || (tested !== null && branch.kind === 'name' && branch.id === tested),
  );
}

function behind(first: readonly (readonly Statement[])[], others: readonly (readonly Statement[])[]): Assignment[] {
  const read = new Set(
    first
      .flatMap(assignments)
      .filter(({ value }) => value !== null && readsSettings(value))
      .flatMap(({ targets }) => targets.map(nameOf)),
  );
  return others.flatMap(assignments).filter(({ targets }) => targets.some((one) => read.has(nameOf(one))));
}

function assignments(body: readonly Statement[]): Assignment[] {
  return body.filter((one): one is Assignment => one.kind === 'assign');
}

function readsSettings(node: Expression): boolean {
  const container = fieldRead(node)?.container;
  return (
    (node.kind === 'call' && nameOf(node.callee) === 'getenv') ||
    (container !== undefined && /^(?:environ|env|config|settings|secrets)$/i.test(nameOf(container) ?? '')) ||
    childrenOf(node).some(readsSettings)
  );
}

/** The name that a test finds empty: `not key`, `key is None`, `key == ""`. */
function nameMissing(test: Expression): string | null {
  if (test.kind === 'unary' && test.operator === 'not') return nameOf(test.operand);
  if (test.kind !== 'compare' || !/^(?:is|==)$/.test(test.operators[0] ?? '')) return null;
  const [left, right] = test.operands;
  const isEmpty = right?.kind === 'constant' && (right.value === null || right.value === '');
  return left && isEmpty ? nameOf(left) : null;
}
