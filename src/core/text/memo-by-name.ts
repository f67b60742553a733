/** More names than most projects have. */
const most = 20_000;
/** What is longer is no name. */
const longest = 80;

/**
 * Remembers what was computed from names, which come again and again; forgets all when there are too many. They are kept as
 * properties, which V8 copies: as keys of a map they would keep alive the texts that they were cut from.
 */
export function memoByName<Result>(compute: (name: string) => Result): (name: string) => Result {
  let results = noResults<Result>();
  let count = 0;
  return (name) => {
    if (name.length > longest) return compute(name);
    const known = results[name];
    if (known !== undefined) return known.result;
    if (count++ === most) {
      results = noResults();
      count = 0;
    }
    const result = compute(name);
    results[name] = { result };
    return result;
  };
}

type Results<Result> = Record<string, { readonly result: Result } | undefined>;

function noResults<Result>(): Results<Result> {
  return Object.create(null) as Results<Result>;
}
