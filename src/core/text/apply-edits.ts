import type { Span } from './span';

/** One replacement; its span is of the text before any edit. */
interface Replacement {
  readonly span: Span;
  readonly newText: string;
}

/** The text after edits that do not overlap; those that insert at one place keep their order. */
export function applyEdits(text: string, edits: readonly Replacement[]): string {
  const sorted = edits
    .map((edit, index) => ({ ...edit, index }))
    .sort(
      (left, right) => left.span.start - right.span.start || left.span.end - right.span.end || left.index - right.index,
    );
  let result = '';
  let done = 0;
  for (const { span, newText } of sorted) {
    result += text.slice(done, span.start) + newText;
    done = span.end;
  }
  return result + text.slice(done);
}
