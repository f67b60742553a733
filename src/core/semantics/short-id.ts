const longest = 120;
const numbered = new Map<string, string>();

/** Ids contain the ids they were built from: without this, a value computed in a loop would have an id of exponential length. */
export function shortId(id: string): string {
  if (id.length <= longest) return id;
  const known = numbered.get(id);
  if (known !== undefined) return known;
  const short = `value~${String(numbered.size)}`;
  numbered.set(id, short);
  return short;
}
