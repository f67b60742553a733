const longest = 120;
const numbers = new Map<string, number>();

/** A short stand-in for a long id. Ids contain the ids they are built from, so in a loop they would grow without end. */
export function shortId(id: string): string {
  if (id.length <= longest) return id;
  const number = numbers.get(id) ?? numbers.size;
  numbers.set(id, number);
  return `value~${String(number)}`;
}

/** How many ids were shortened until now. */
export function shortenedIds(): number {
  return numbers.size;
}
