import type { Tree } from 'web-tree-sitter';

/** What of a cursor is needed to copy a tree; web-tree-sitter's own is one. */
export interface CopyingCursor {
  readonly nodeTypeId: number;
  readonly currentFieldId: number;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly nodeIsMissing: boolean;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  delete(): void;
}

type CursorFunction =
  | 'new'
  | 'delete'
  | 'goto_first_child'
  | 'goto_next_sibling'
  | 'goto_parent'
  | 'current_node_type_id'
  | 'current_field_id'
  | 'start_index'
  | 'end_index'
  | 'current_node_is_missing';

/** Functions of the parser's wasm; each takes the tree's address. */
type WasmFunctions = Readonly<
  Partial<Record<`_ts_tree_cursor_${CursorFunction}_wasm` | '_ts_tree_root_node_wasm', (tree: number) => number>>
>;

/** What the parser is loaded with: Emscripten makes it the wasm's module, with all functions of it. */
export const parserModule: WasmFunctions & { wasmBinary?: Uint8Array } = {};

/**
 * A cursor at a tree's root that asks the wasm itself. web-tree-sitter's own copies its state into the wasm's memory before
 * each question and back after each step, which takes three times as long; but the wasm's functions leave the state where
 * they take it from, so one cursor at a time can be left there. Nothing else may be asked of the parser until it is deleted.
 * These functions are no part of the documented interface: where one is missing, it is web-tree-sitter's cursor.
 */
export function cursorAtRoot(tree: Tree, wasm: WasmFunctions = parserModule): CopyingCursor {
  const {
    _ts_tree_root_node_wasm: toRoot,
    _ts_tree_cursor_new_wasm: open,
    _ts_tree_cursor_delete_wasm: close,
    _ts_tree_cursor_goto_first_child_wasm: toFirstChild,
    _ts_tree_cursor_goto_next_sibling_wasm: toNextSibling,
    _ts_tree_cursor_goto_parent_wasm: toParent,
    _ts_tree_cursor_current_node_type_id_wasm: typeId,
    _ts_tree_cursor_current_field_id_wasm: fieldId,
    _ts_tree_cursor_start_index_wasm: start,
    _ts_tree_cursor_end_index_wasm: end,
    _ts_tree_cursor_current_node_is_missing_wasm: isMissing,
  } = wasm;
  const address: unknown = Reflect.get(tree, 0);
  if (!toRoot || !open || !close || !toFirstChild || !toNextSibling || !toParent) return tree.walk();
  if (!typeId || !fieldId || !start || !end || !isMissing || typeof address !== 'number') return tree.walk();
  toRoot(address);
  open(address);
  return {
    get nodeTypeId() {
      return typeId(address);
    },
    get currentFieldId() {
      return fieldId(address);
    },
    get startIndex() {
      return start(address);
    },
    get endIndex() {
      return end(address);
    },
    get nodeIsMissing() {
      return isMissing(address) === 1;
    },
    gotoFirstChild: () => toFirstChild(address) === 1,
    gotoNextSibling: () => toNextSibling(address) === 1,
    gotoParent: () => toParent(address) === 1,
    delete: () => void close(address),
  };
}
