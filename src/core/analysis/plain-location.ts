import type { Location } from '../text/span';

/** A place as it is now: spans of an analysis in the making are nodes of the syntax, which move when the text is edited. */
export function plainLocation({ file, span }: Location): Location {
  return { file, span: { start: span.start, end: span.end } };
}
