import type { Location } from '../text/span';

/** A copy of a place with plain numbers. Until it is published, a span is a node of the syntax and moves with edits. */
export function plainLocation({ file, span }: Location): Location {
  return { file, span: { start: span.start, end: span.end } };
}
