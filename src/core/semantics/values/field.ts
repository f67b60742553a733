/** What was sent in a field, on the side of a test where it holds and on the other; sets of bits, see `sending.ts`. */
export interface Sending {
  readonly field: string;
  readonly passed: number;
  readonly failed: number;
}

/** Where a value was read from, and what has to be sent there for it to be None, empty or a text; sets of bits. */
export interface Field {
  readonly id: string;
  readonly none: number;
  readonly empty: number;
  readonly text: number;
  /** What the value was made of. */
  readonly base?: Field;
}
