import { Edit, type Node, type Parser, type Point, type Range, type Tree } from 'web-tree-sitter';
import { lowerBlock } from './lower-statement';
import { changeBetween, type TextChange } from '../text/text-change';
import type { Span } from '../text/span';
import { copyTree } from './raw-tree';
import type { FunctionDefinition, ModuleSyntax, Statement } from './syntax';

/** The body of a function after an edit inside it. */
export interface EditedBody {
  readonly statements: readonly Statement[];
  /** Where the function ends now. */
  readonly end: number;
  readonly errors: ModuleSyntax['errors'];
}

/** A text whose edits are followed: parsed again in time that depends on the edit, not on the text. */
export class FollowedText {
  private pending: { readonly tree: Tree; readonly text: string } | undefined;

  private constructor(
    private readonly parser: Parser,
    private current: string,
    private tree: Tree,
  ) {}

  /** Parses a text to follow it from now on; null when the parser gives up. `close` must be called in the end. */
  static open(parser: Parser, text: string): FollowedText | null {
    const tree = parser.parse(text);
    return tree && new FollowedText(parser, text, tree);
  }

  /** The text that was accepted last. */
  get text(): string {
    return this.current;
  }

  /**
   * The new body of a function (as it stood in the last accepted text) in the next text, when the structure of nothing
   * outside of it changed; undefined when something else did.
   */
  edit(
    text: string,
    change: TextChange,
    { definition, limit }: { readonly definition: FunctionDefinition; readonly limit: number },
  ): EditedBody | undefined {
    const next = this.parseNext(text, change);
    if (next === null) return undefined;
    const movedLimit = limit + change.newEnd - change.oldEnd;
    const isInside = next.changed.every(
      ({ startIndex, endIndex }) => startIndex >= definition.start && endIndex <= movedLimit,
    );
    const body = isInside ? this.bodyOf(next.tree, text, definition, movedLimit) : undefined;
    this.pending?.tree.delete();
    this.pending = { tree: next.tree, text };
    return body;
  }

  /** Goes on to the text of the last `edit`. What is not accepted may be half-typed: what comes after it is compared with the text before it. */
  accept(): void {
    if (!this.pending) return;
    this.tree.delete();
    this.tree = this.pending.tree;
    this.current = this.pending.text;
    this.pending = undefined;
  }

  /** Whether another text has syntax errors, while the last one has none. */
  isBrokenBy(text: string): boolean {
    if (this.tree.rootNode.hasError) return false;
    const next = this.parseNext(text, changeBetween(this.current, text));
    const isBroken = next?.tree.rootNode.hasError === true;
    next?.tree.delete();
    return isBroken;
  }

  private parseNext(text: string, change: TextChange): { readonly tree: Tree; readonly changed: Range[] } | null {
    const edited = this.tree.copy();
    edited.edit(
      new Edit({
        startIndex: change.start,
        oldEndIndex: change.oldEnd,
        newEndIndex: change.newEnd,
        startPosition: pointAt(this.current, change.start),
        oldEndPosition: pointAt(this.current, change.oldEnd),
        newEndPosition: pointAt(text, change.newEnd),
      }),
    );
    const tree = this.parser.parse(text, edited);
    const changed = tree && edited.getChangedRanges(tree);
    edited.delete();
    return tree && { tree, changed: changed ?? [] };
  }

  /** Frees the trees. */
  close(): void {
    this.pending?.tree.delete();
    this.tree.delete();
  }

  private bodyOf(
    tree: Tree,
    text: string,
    { nameSpan, start }: FunctionDefinition,
    limit: number,
  ): EditedBody | undefined {
    const node = tree.rootNode.descendantForIndex(nameSpan.start, nameSpan.end)?.parent;
    const body = node?.childForFieldName('body');
    if (node?.type !== 'function_definition' || node.startIndex !== start || !body) return undefined;
    // An error behind the body may be the end of something that began in it.
    if (tree.rootNode.hasError && !body.hasError && !this.tree.rootNode.hasError) return undefined;
    // One around the body, up to where the next statement begins, belongs to no body and would be lost.
    if (hasErrorBeside(tree.rootNode, body, { start, end: limit })) return undefined;
    const { root, errors } = copyTree(body.walk(), tree.language, body.hasError);
    return { statements: lowerBlock(root, text), end: node.endIndex, errors };
  }
}

/** Whether a stretch of the text has an error that does not lie in the body. */
function hasErrorBeside(node: Node, body: Node, stretch: Span): boolean {
  if (!node.hasError || node.equals(body) || node.endIndex < stretch.start || node.startIndex > stretch.end)
    return false;
  return node.isError || node.isMissing || node.children.some((child) => hasErrorBeside(child, body, stretch));
}

function pointAt(text: string, offset: number): Point {
  let row = 0;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < offset; end = text.indexOf('\n', lineStart)) {
    row++;
    lineStart = end + 1;
  }
  return { row, column: offset - lineStart };
}
