/**
 * Remembers what was computed from a file's text, so that a key press in one file costs nothing in the others. Results
 * live as long as their owner (the session's source of texts) and are computed again when the file's text changes.
 */
export function memoByText<Result, Owner extends object = object>(
  compute: (file: string, text: string, owner: Owner) => Result,
): (owner: Owner, file: string, text: string) => Result {
  const owners = new WeakMap<Owner, Map<string, { readonly text: string; readonly result: Result }>>();
  return (owner, file, text) => {
    const results = owners.get(owner) ?? new Map<string, { readonly text: string; readonly result: Result }>();
    owners.set(owner, results);
    const known = results.get(file);
    if (known?.text === text) return known.result;
    const result = compute(file, text, owner);
    results.set(file, { text, result });
    return result;
  };
}
