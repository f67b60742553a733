import type { Statement } from './syntax';

/** Where a statement starts, with its decorators. */
export function startOf(statement: Statement): number {
  return statement.kind === 'function' || statement.kind === 'class' ? statement.whole.start : statement.start;
}

/** The blocks of statements directly inside a statement, in source order. */
export function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'function':
    case 'class':
    case 'with':
      return [statement.body];
    case 'if':
    case 'for':
    case 'while':
      return [statement.body, statement.otherwise];
    case 'try':
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.otherwise,
        statement.finally,
      ];
    case 'match':
      return statement.cases.map((one) => one.body);
    default:
      return [];
  }
}
