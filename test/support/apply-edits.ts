/** Applies a fix to texts as an editor does: all edits of a file are offsets of the text before any of them. */
import assert from 'node:assert/strict';
import type { TextEdit } from '../../src/core/results/results';

/** The texts after the edits; overlapping edits fail. */
export function applyEdits(files: ReadonlyMap<string, string>, edits: readonly TextEdit[]): Map<string, string> {
  const result = new Map(files);
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const own = edits.map((edit, index) => ({ ...edit, index })).filter((edit) => edit.file === file);
    own.sort(
      (left, right) => right.span.start - left.span.start || right.span.end - left.span.end || right.index - left.index,
    );
    let text = files.get(file) ?? '';
    let limit = Infinity;
    for (const { span, newText } of own) {
      assert.ok(span.start <= span.end && span.end <= limit, `edits of ${file} overlap at ${String(span.start)}`);
      text = text.slice(0, span.start) + newText + text.slice(span.end);
      limit = span.start;
    }
    result.set(file, text);
  }
  return result;
}
