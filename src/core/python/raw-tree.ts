import type { Tree } from 'web-tree-sitter';

/**
 * A tree-sitter node copied into plain data in one cursor walk. Crossing into wasm for each question costs
 * more than copying once, so everything after this reads only these.
 */
export interface RawNode {
  readonly type: string;
  readonly field: string | null;
  readonly named: boolean;
  readonly start: number;
  readonly end: number;
  readonly children: RawNode[];
}

const deepest = 500;

/** Copies a tree; iterative, so that depth is bounded by memory and not by the stack. */
export function copyTree(tree: Tree): { root: RawNode; errors: RawNode[] } {
  const cursor = tree.walk();
  const errors: RawNode[] = [];
  const copy = (): RawNode => {
    const node: RawNode = {
      type: cursor.nodeType,
      field: cursor.currentFieldName,
      named: cursor.nodeIsNamed,
      start: cursor.startIndex,
      end: cursor.endIndex,
      children: [],
    };
    if (node.type === 'ERROR' || cursor.nodeIsMissing) errors.push(node);
    return node;
  };
  const root = copy();
  const parents: RawNode[] = [];
  let current = root;
  for (;;) {
    // Deeper nesting is not written by people; what is below stays a hole.
    if (parents.length < deepest && cursor.gotoFirstChild()) {
      parents.push(current);
      const child = copy();
      current.children.push(child);
      current = child;
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) {
        cursor.delete();
        return { root, errors };
      }
      const parent = parents.pop();
      if (parent === undefined) {
        cursor.delete();
        return { root, errors };
      }
      current = parent;
    }
    const sibling = copy();
    parents[parents.length - 1]?.children.push(sibling);
    current = sibling;
  }
}

/** The child in a named field. */
export function childIn(node: RawNode, field: string): RawNode | undefined {
  return node.children.find((child) => child.field === field);
}

/** All named children but comments. */
export function namedChildren(node: RawNode): RawNode[] {
  return node.children.filter((child) => child.named && child.type !== 'comment' && child.type !== 'line_continuation');
}
