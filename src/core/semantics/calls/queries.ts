import { textOf, type SymbolValue, type Value } from '../values/values';

/**
 * A query that was not run, or a cursor: true whatever it may find.
 * https://docs.sqlalchemy.org/en/20/orm/queryguide/query.html, https://docs.python.org/3/library/sqlite3.html#sqlite3.Cursor.execute
 */
export function isQuery(name: string, last: string, values: readonly Value[]): boolean {
  if (last === 'filter_by' || last === 'order_by') return true;
  if (last === 'filter') return /\bquery\b/.test(name);
  if (last === 'execute') return /\bsqlite3\.|\bsession\b/.test(name);
  return last === 'find' && values[0]?.kind === 'mapping';
}

/** A statement that may find a row whatever it counts: one that does, or cannot be read. */
export function isAggregate(receiver: SymbolValue | undefined): boolean {
  const statement = statementOf(receiver);
  return (
    isStatement(receiver) &&
    (statement === undefined || /\b(?:count|exists|sum|max|min|avg|coalesce)\s*\(/i.test(statement))
  );
}

/** `SELECT COUNT(*) …` finds a row even where it counts nothing; by groups it finds none. */
export function alwaysFinds(receiver: SymbolValue | undefined): boolean {
  const statement = isStatement(receiver) ? (statementOf(receiver) ?? '') : '';
  return (
    /^\s*select\s+(?:count|exists|sum|total|max|min|avg|coalesce)\s*\(/i.test(statement) &&
    !/\bgroup\s+by\b/i.test(statement)
  );
}

function isStatement(receiver: SymbolValue | undefined): boolean {
  return /(?:^|\.)execute(?:\.fetchone)?$/.test(receiver?.instanceOf ?? '');
}

function statementOf(receiver: SymbolValue | undefined): string | undefined {
  return textOf(receiver?.arguments?.positional[0]);
}

/** `WHERE api_key LIKE ?` */
export function isPattern(values: readonly Value[]): boolean {
  return values.some((value) => {
    const statement = textOf(value) ?? '';
    return /\blike\s+(?:\?|%s|:\w)/i.test(statement) && !/=\s*(?:\?|%s|:\w)/.test(statement);
  });
}
