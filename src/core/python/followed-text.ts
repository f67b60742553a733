import { Edit, type Parser, type Point, type Tree } from 'web-tree-sitter';
import { lowerBlock } from './lower-statement';
import { copyTree } from './raw-tree';
import type { FunctionDefinition, ModuleSyntax, Statement } from './syntax';

/** One replacement that makes a text of another: what stood at `start` to `oldEnd` ends at `newEnd` now. */
export interface TextChange {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** The body of a function after an edit inside it. */
export interface EditedBody {
  readonly statements: readonly Statement[];
  /** Where the function ends now. */
  readonly end: number;
  readonly errors: ModuleSyntax['errors'];
}

/** A text whose edits are followed: parsed again in time that depends on the edit, not on the text. */
export class FollowedText {
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

  /** The text after the last edit. */
  get text(): string {
    return this.current;
  }

  /**
   * Goes on to the next text. Gives the new body of a function (as it stood in the last text) when the structure of
   * nothing outside of it changed; undefined when something else did.
   */
  edit(
    text: string,
    change: TextChange,
    { definition, limit }: { readonly definition: FunctionDefinition; readonly limit: number },
  ): EditedBody | undefined {
    this.tree.edit(
      new Edit({
        startIndex: change.start,
        oldEndIndex: change.oldEnd,
        newEndIndex: change.newEnd,
        startPosition: pointAt(this.current, change.start),
        oldEndPosition: pointAt(this.current, change.oldEnd),
        newEndPosition: pointAt(text, change.newEnd),
      }),
    );
    const hadErrors = this.tree.rootNode.hasError;
    const next = this.parser.parse(text, this.tree);
    if (next === null) return undefined;
    const changed = this.tree.getChangedRanges(next);
    this.tree.delete();
    this.tree = next;
    this.current = text;
    const movedLimit = limit + change.newEnd - change.oldEnd;
    const isInside = changed.every(
      ({ startIndex, endIndex }) => startIndex >= definition.start && endIndex <= movedLimit,
    );
    return isInside ? this.bodyOf(definition, hadErrors) : undefined;
  }

  /** Frees the tree. */
  close(): void {
    this.tree.delete();
  }

  private bodyOf({ nameSpan, start }: FunctionDefinition, hadErrors: boolean): EditedBody | undefined {
    const node = this.tree.rootNode.descendantForIndex(nameSpan.start, nameSpan.end)?.parent;
    const body = node?.childForFieldName('body');
    if (node?.type !== 'function_definition' || node.startIndex !== start || !body) return undefined;
    // An error behind the body may be the end of something that began in it.
    if (this.tree.rootNode.hasError && !body.hasError && !hadErrors) return undefined;
    const { root, errors } = copyTree(this.tree, body);
    return { statements: lowerBlock(root, this.current), end: node.endIndex, errors };
  }
}

/** The smallest change from one text to another. */
export function changeBetween(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same++;
  return { start, oldEnd: before.length - same, newEnd: after.length - same };
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
