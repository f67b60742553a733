import type { Language, Node, Tree } from 'web-tree-sitter';
import { memoByObject } from '../text/memo-by-object';
import type { Span } from '../text/span';

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
/** Types of named nodes that never have children; tokens without a name never do. */
const leaves = new Set(
  'identifier integer float comment true false none ellipsis string_start string_end pass_statement break_statement continue_statement line_continuation'.split(
    ' ',
  ),
);

/** What is known of a node by the number of its type, so that the tree is asked less. */
interface NodeType {
  readonly name: string;
  readonly named: boolean;
  readonly isLeaf: boolean;
}

/** Copies a tree, or what is below a node of it, with the places of its errors; iterative, so that depth is bounded by memory and not by the stack. */
export function copyTree(tree: Tree, from: Tree | Node = tree): { root: RawNode; errors: Span[] } {
  const types = nodeTypes(tree.language);
  const cursor = from.walk();
  const errors: Span[] = [];
  let type = error;
  const copy = (): RawNode => {
    type = types[cursor.nodeTypeId] ?? error;
    const node: RawNode = {
      type: type.name,
      field: cursor.currentFieldName,
      named: type.named,
      start: cursor.startIndex,
      end: cursor.endIndex,
      children: [],
    };
    // What the parser put in to go on has no width.
    if (type === error || (node.start === node.end && cursor.nodeIsMissing))
      errors.push({ start: node.start, end: node.end });
    return node;
  };
  const root = copy();
  const parents: RawNode[] = [];
  let current = root;
  for (;;) {
    // Deeper nesting is not written by people; what is below stays a hole.
    if (!type.isLeaf && parents.length < deepest && cursor.gotoFirstChild()) {
      parents.push(current);
      const child = copy();
      current.children.push(child);
      current = child;
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      const parent = cursor.gotoParent() ? parents.pop() : undefined;
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

const error: NodeType = { name: 'ERROR', named: true, isLeaf: false };

const nodeTypes = memoByObject((language: Language): readonly NodeType[] =>
  language.types.map((name, id) => {
    const named = language.nodeTypeIsNamed(id);
    return { name, named, isLeaf: !named || leaves.has(name) };
  }),
);

/** The child in a named field. */
export function childIn(node: RawNode, field: string): RawNode | undefined {
  return node.children.find((child) => child.field === field);
}

/** All named children but comments. */
export function namedChildren(node: RawNode): RawNode[] {
  return node.children.filter((child) => child.named && child.type !== 'comment' && child.type !== 'line_continuation');
}
