import type { Span } from '../../text/span';

/** A text in a format in which a provider issues keys; whether it is a key or a placeholder is not judged yet. */
export interface FormatMatch extends Span {
  readonly provider: string;
  /** What keys of the format start with: public, so it may be shown. */
  readonly prefix: string;
  /** For a sandbox, or meant to be shared: not an error where it stands in a test. */
  readonly isHarmless: boolean;
}

/** Knows formats: gives what matches one in the areas of a text. */
export type FormatSource = (text: string, areas: readonly Span[]) => readonly FormatMatch[];
