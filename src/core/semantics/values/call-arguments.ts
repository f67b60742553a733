import type { CallArguments, Value } from './values';

/** Arguments that are these and no others. */
export function positional(...values: readonly Value[]): CallArguments {
  return { positional: values, keyword: new Map(), open: false };
}

/** The same arguments with one more before them, such as the receiver of a method. */
export function withFirst(first: Value, given: CallArguments): CallArguments {
  return { ...given, positional: [first, ...given.positional] };
}

/** A call without arguments. */
export const noArguments: CallArguments = positional();
