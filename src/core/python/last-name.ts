import type { Expression } from './syntax';

/** The name that stands last in `a` or `a.b`; empty for any other expression. */
export function lastName(expression: Expression): string {
  if (expression.kind === 'name') return expression.id;
  return expression.kind === 'attribute' ? expression.name : '';
}
