const longest = 120;
const numbered = new Map<string, string>();

/** A short stand-in for a long id. Ids contain the ids they are built from, so in a loop they would grow without end. */
export function shortId(id: string): string {
  if (id.length <= longest) return id;
  const known = numbered.get(id);
  if (known !== undefined) return known;
  const short = `value~${String(numbered.size)}`;
  numbered.set(id, short);
  return short;
}
