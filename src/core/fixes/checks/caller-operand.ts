import type { Expression } from '../../python/syntax';
import { slice, type FileText } from '../edits/file-text';
import { enclosingFunction, type SyntaxNode } from '../edits/syntax-path';

/** A test of the caller's key against what the server knows. */
export interface KeyTest {
  /** What the caller sent. */
  readonly sent: Expression;
  /** What the server knows. */
  readonly known: Expression;
  /** Whether the test's being true admits the caller. */
  readonly admits: boolean;
  readonly kind: 'equality' | 'membership' | 'digest';
}

const admitting: Readonly<Record<string, [admits: boolean, kind: KeyTest['kind']]>> = {
  '==': [true, 'equality'],
  '!=': [false, 'equality'],
  in: [true, 'membership'],
  'not in': [false, 'membership'],
};

/** Reads the test at the end of a path: `==`, `!=`, `in`, `not in` or `compare_digest()`; undefined when the sides cannot be told apart. */
export function keyTestAt(source: FileText, path: readonly SyntaxNode[]): KeyTest | undefined {
  const node = path.at(-1);
  if (node?.kind === 'call' && /(?:^|\.)compare_digest$/.test(slice(source, node.callee))) {
    const [left, right] = node.arguments.map(({ value }) => withoutEncoding(value));
    const sides = left && right && sidesOf(source, path, left, right);
    return sides && { ...sides, admits: true, kind: 'digest' };
  }
  if (node?.kind !== 'compare' || node.operands.length !== 2) return undefined;
  const [left, right] = node.operands;
  const meaning = admitting[node.operators[0] ?? ''];
  if (!left || !right || !meaning) return undefined;
  const [admits, kind] = meaning;
  const sides = kind === 'membership' ? { sent: left, known: right } : sidesOf(source, path, left, right);
  return sides && { ...sides, admits, kind };
}

/** Whether an expression may be written twice: it has no effect, and costs next to nothing. */
export function isRepeatable(node: Expression): boolean {
  switch (node.kind) {
    case 'name':
      return true;
    case 'attribute':
      return isRepeatable(node.object);
    case 'subscript':
      return isRepeatable(node.object) && node.index.kind === 'constant';
    case 'call':
      return (
        node.callee.kind === 'attribute' &&
        node.callee.name === 'get' &&
        isRepeatable(node.callee.object) &&
        node.arguments.every(({ value }) => value.kind === 'constant')
      );
    default:
      return false;
  }
}

function withoutEncoding(value: Expression): Expression {
  return value.kind === 'call' && value.callee.kind === 'attribute' && value.callee.name === 'encode'
    ? value.callee.object
    : value;
}

/** Told apart by what they are read from; a name by what the function around assigned to it. */
function sidesOf(
  source: FileText,
  path: readonly SyntaxNode[],
  left: Expression,
  right: Expression,
): Pick<KeyTest, 'sent' | 'known'> | undefined {
  const isServer = (side: Expression): boolean => /environ|getenv|config|^[A-Z][A-Z0-9_]+$/.test(slice(source, side));
  const isCaller = (side: Expression): boolean => {
    const text = slice(source, side);
    if (/\brequest\b/.test(text)) return true;
    const around = enclosingFunction(path);
    if (side.kind !== 'name' || !around) return false;
    const body = source.text.slice(around.start, around.end);
    return new RegExp(`\\b${side.id}\\s*(?::=|=)[^=\\n]*\\brequest\\b`).test(body);
  };
  if (isCaller(left) !== isCaller(right))
    return isCaller(left) ? { sent: left, known: right } : { sent: right, known: left };
  if (isServer(left) !== isServer(right))
    return isServer(left) ? { sent: right, known: left } : { sent: left, known: right };
  return undefined;
}
