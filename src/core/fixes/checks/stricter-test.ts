import type { TextEdit } from '../../results/results';
import { slice, type FileText } from '../edits/file-text';
import { isStatement, type SyntaxNode } from '../edits/syntax-path';

/** One test in the code, as a fix makes it stricter. */
interface StricterTest {
  /** The nodes down to the test; see `pathTo`. */
  readonly path: readonly SyntaxNode[];
  /** Whether the test's being true admits the caller. */
  readonly admits: boolean;
  /** What must hold besides, an `and`-free expression. */
  readonly condition: string;
  /** Whether the condition is tested before the test or after it. */
  readonly order: 'before' | 'after';
  /** The test's new text, where it changes as well. */
  readonly replacement?: string;
}

/**
 * Demands a further condition wherever a test admits a caller: `key == KEY` becomes `key and key == KEY`, and
 * `key != KEY` becomes `not key or key != KEY`. Null for an empty path.
 */
export function requireToo(source: FileText, test: StricterTest): TextEdit | null {
  const { path, condition, order } = test;
  const inner = path.at(-1);
  if (inner === undefined) return null;
  const above = path.at(-2);
  const own = test.replacement ?? slice(source, inner);
  // `not key` is rewritten as a whole: `not key or not is_valid(key)` reads better than `not (key and …)`.
  const isNegated = test.admits && above?.kind === 'unary' && above.operator === 'not';
  const admits = test.admits && !isNegated;
  const parts = admits ? [condition, own] : [`not ${condition}`, isNegated ? `not ${own}` : own];
  if (order === 'after') parts.reverse();
  const operator = admits ? 'and' : 'or';
  const text = parts.join(` ${operator} `);
  const replaced = isNegated ? above : inner;
  const parent = isNegated ? path.at(-3) : above;
  const isPlain =
    isParenthesised(source, replaced) ||
    parent === undefined ||
    isStatement(parent) ||
    (parent.kind === 'boolean' && parent.operator === operator);
  return {
    file: source.file,
    span: { start: replaced.start, end: replaced.end },
    newText: isPlain ? text : `(${text})`,
  };
}

/** Whether a node stands in parentheses of its own. */
function isParenthesised({ text }: FileText, { start, end }: SyntaxNode): boolean {
  return (
    /\(\s*$/.test(text.slice(0, start)) && /^\s*\)/.test(text.slice(end)) && !/[\w\])]\(\s*$/.test(text.slice(0, start))
  );
}
