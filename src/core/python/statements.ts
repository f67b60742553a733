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

/** Names that a statement by itself binds in its scope; those of the blocks in it are not among them. */
export function namesBoundBy(statement: Statement): readonly string[] {
  switch (statement.kind) {
    case 'function':
    case 'class':
      return [statement.name];
    case 'import':
      return statement.modules.map(({ name, alias }) => alias ?? name);
    case 'import-from':
      return (statement.names ?? []).map(({ name, alias }) => alias ?? name);
    case 'assign':
      return statement.targets.flatMap((target) => (target.kind === 'name' ? [target.id] : []));
    default:
      return [];
  }
}
