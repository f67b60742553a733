/**
 * Edits inside one function leave all other nodes of a file what they are; only their offsets move. They are moved in
 * place, as TypeScript's incremental parser does, so that all that refers to a node (values, verdicts, evidence) stays
 * right. https://github.com/microsoft/TypeScript/blob/main/src/compiler/parser.ts (`moveElementEntirelyPastChangeRange`)
 */
import type { TextChange } from '../text/text-change';
import type { EditedBody } from './followed-text';
import { blocksOf, startOf } from './statements';
import type { FunctionDefinition, ModuleSyntax, Statement } from './syntax';

/** The functions around a change, outermost first, each with the offset before which it can grow. */
export interface EnclosingFunction {
  readonly definition: FunctionDefinition;
  /** Where the next statement that is no part of it begins. */
  readonly limit: number;
}

/** Functions in whose body a change of the text lies, outermost first. */
export function functionsAround(
  { body }: ModuleSyntax,
  text: string,
  change: TextChange,
): readonly EnclosingFunction[] {
  const found: EnclosingFunction[] = [];
  visit(body, Infinity);
  return found;

  function visit(statements: readonly Statement[], end: number): void {
    for (const [index, statement] of statements.entries()) {
      const next = statements[index + 1];
      const limit = next ? startOf(next) : end;
      if (startOf(statement) > change.start || change.oldEnd >= limit) continue;
      if (statement.kind === 'function') {
        if (statement.body.length === 0 || change.start <= headerEnd(statement, text)) return;
        found.push({ definition: statement, limit });
      }
      const blocks = blocksOf(statement);
      for (const [at, block] of blocks.entries()) {
        const following = blocks.slice(at + 1).find(([first]) => first !== undefined)?.[0];
        visit(block, following ? startOf(following) : limit);
      }
      return;
    }
  }
}

/** Offset of the colon behind a function's parameters. */
function headerEnd({ nameSpan, parameters, returns }: FunctionDefinition, text: string): number {
  return text.indexOf(':', Math.max(nameSpan.end, returns?.end ?? 0, ...parameters.map(({ end }) => end)));
}

/**
 * Whether the lines of blocks stand below each other, deeper than what they belong to. Python refuses any other text; the
 * parser reads it one way or another, which depends on what it read before.
 */
export function isWellIndented(statements: readonly Statement[], text: string, outer: number): boolean {
  const [first] = statements;
  if (!first) return true;
  const own = indentationAt(text, startOf(first));
  if (own !== null && own <= outer) return false;
  return statements.every((statement) => {
    const indentation = indentationAt(text, startOf(statement));
    return (
      (indentation === null || own === null || indentation === own) &&
      blocksOf(statement).every((block) => isWellIndented(block, text, own ?? outer))
    );
  });
}

/** Characters before the first thing on a line; null for what does not begin its line. */
export function indentationAt(text: string, offset: number): number | null {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return text.slice(lineStart, offset).trim() === '' ? offset - lineStart : null;
}

type Moving<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Puts the new body into a function, moves all that stands behind it, and gives the file's syntax. Blocks around the
 * change are new arrays: what was computed from their contents is computed again.
 */
export function replaceBody(
  syntax: ModuleSyntax,
  around: readonly EnclosingFunction[],
  { limit, definition }: EnclosingFunction,
  body: EditedBody,
  change: TextChange,
): ModuleSyntax {
  const formerEnd = definition.end;
  const offset = change.newEnd - change.oldEnd;
  const edited: Moving<FunctionDefinition> = definition;
  edited.body = [];
  move(syntax.body);
  edited.body = body.statements;
  for (const outer of around) {
    if (outer.definition === definition) break;
    const changed: Moving<FunctionDefinition> = outer.definition;
    changed.body = [...changed.body];
  }
  const errors = syntax.errors
    .filter((error) => error.end < definition.start || error.start >= limit)
    .map((error) => ({ start: moved(error.start), end: moved(error.end) }));
  return {
    body: syntax.body,
    errors: [...errors, ...body.errors].sort((left, right) => left.start - right.start),
  };

  function moved(position: number): number {
    return position >= change.oldEnd ? position + offset : position;
  }

  function move(node: unknown): void {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) {
      for (const one of node) move(one);
      return;
    }
    const place = node as { start?: number; end?: number };
    if (place.start !== undefined && place.end !== undefined) {
      // What ends with the function grows with it.
      if (place.start <= change.start && place.end === formerEnd) place.end = body.end;
      else if (place.end < change.start && place.end !== formerEnd) return;
      else {
        place.start = moved(place.start);
        place.end = moved(place.end);
      }
    }
    for (const inner of Object.values(node)) if (typeof inner === 'object') move(inner);
  }
}
