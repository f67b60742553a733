/** Since when a key stands in git's history: whatever happens to the code, it must be rotated. */

/** Where a key was committed first. */
export interface KeySince {
  /** Abbreviated hash. */
  readonly commit: string;
  /** `2026-01-31`, the author's date. */
  readonly date: string;
  /** The history was not read to its end: it may be older. */
  readonly orEarlier: boolean;
}

/** `in git since 1a2b3c4 of 2026-01-31` */
export function sinceSays({ commit, date, orEarlier }: KeySince): string {
  return `in git since ${commit} of ${date}${orEarlier ? ' or earlier' : ''}`;
}
