import type { Language } from 'web-tree-sitter';
import { memoByObject } from '../text/memo-by-object';
import type { Span } from '../text/span';
import type { CopyingCursor } from './direct-cursor';

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
const setOf = (names: string): ReadonlySet<string> => new Set(names.split(' '));
/** Types of named nodes that never have children; tokens without a name never do. */
const leaves = setOf(
  'identifier integer float comment true false none ellipsis string_start string_end pass_statement break_statement continue_statement line_continuation',
);
/** Frequent types of nodes that have no child in a named field. */
const withoutFields = setOf(
  'module expression_statement argument_list parameters list tuple set dictionary string concatenated_string dotted_name expression_list pattern_list tuple_pattern parenthesized_expression return_statement slice decorator',
);
/** Tokens without a name that say something even where they stand in no field: `a[1:]`, `async def`. */
const tellingTokens = setOf(': async');

/** What is known of a node by the number of its type, so that the tree is asked less. */
interface NodeType {
  readonly name: string;
  readonly named: boolean;
  readonly isLeaf: boolean;
  readonly hasFields: boolean;
  readonly isTelling: boolean;
}

/**
 * Copies all that is below a cursor, with the places of its errors, and deletes the cursor; iterative, so that depth is
 * bounded by memory and not by the stack. Where there are no errors, tokens that follow from what is around them are left
 * out: brackets, commas, keywords.
 */
export function copyTree(
  cursor: CopyingCursor,
  language: Language,
  hasErrors: boolean,
): { root: RawNode; errors: Span[] } {
  const types = nodeTypes(language);
  const { fields } = language;
  const errors: Span[] = [];
  const copy = (type: NodeType, parent: NodeType): RawNode | undefined => {
    const field = parent.hasFields ? (fields[cursor.currentFieldId] ?? null) : null;
    if (field === null && !type.isTelling && !hasErrors) return undefined;
    const { startIndex: start, endIndex: end } = cursor;
    // What the parser put in to go on has no width.
    if (hasErrors && (type === error || (start === end && cursor.nodeIsMissing))) errors.push({ start, end });
    return { type: type.name, field, named: type.named, start, end, children: [] };
  };
  const rootType = types[cursor.nodeTypeId] ?? error;
  const root = copy(rootType, rootType) ?? token;
  const above: Level[] = [];
  let current: Level = { node: root, type: rootType };
  for (;;) {
    // Deeper nesting is not written by people; what is below stays a hole.
    if (!current.type.isLeaf && above.length < deepest && cursor.gotoFirstChild()) above.push(current);
    else if (!gotoNext(cursor, above)) {
      cursor.delete();
      return { root, errors };
    }
    const parent = above[above.length - 1] ?? current;
    const type = types[cursor.nodeTypeId] ?? error;
    const node = copy(type, parent.type);
    if (node) parent.node.children.push(node);
    current = { node: node ?? token, type };
  }
}

/** To the next sibling, or that of the nearest node above that has one; false at the end. */
function gotoNext(cursor: CopyingCursor, above: Level[]): boolean {
  while (!cursor.gotoNextSibling()) {
    if (!cursor.gotoParent()) return false;
    above.pop();
  }
  return true;
}

/** A node whose children are being copied. */
interface Level {
  readonly node: RawNode;
  readonly type: NodeType;
}

const error: NodeType = { name: 'ERROR', named: true, isLeaf: false, hasFields: true, isTelling: true };
/** Stands for one that is left out; it has no children. */
const token: RawNode = { type: '', field: null, named: false, start: 0, end: 0, children: [] };

const nodeTypes = memoByObject((language: Language): readonly NodeType[] =>
  language.types.map((name, id) => {
    const named = language.nodeTypeIsNamed(id);
    return {
      name,
      named,
      isLeaf: !named || leaves.has(name),
      hasFields: !withoutFields.has(name),
      isTelling: named || tellingTokens.has(name),
    };
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

/** The same items without room for more: a list that was filled by and by keeps room for sixteen, and syntax stays. */
export function withoutRoom<Item>(items: readonly Item[]): Item[] {
  return items.slice();
}

/**
 * Where a node stands. Nodes of syntax write `start` and `end` out rather than spread this: what is spread is kept beside the
 * object, which takes half as much again.
 */
export function spanOf(node: RawNode): { start: number; end: number } {
  return { start: node.start, end: node.end };
}
