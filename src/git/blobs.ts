/** Contents of objects that a diff does not show: what git takes for binary. */
import { type GitOptions, readGit } from './run-git';

/** Bytes of each object that is there and not larger than `largestBytes`; the size of a larger one. */
export async function readBlobs(
  objects: readonly string[],
  largestBytes: number,
  options: GitOptions,
): Promise<ReadonlyMap<string, Buffer | number>> {
  const found = new Map<string, Buffer | number>();
  const wanted = [...new Set(objects)].filter((object) => !/^0+$/.test(object));
  if (wanted.length === 0) return found;
  // Asked for their sizes first, so that a large one is never read.
  const sizes = await readGit(['cat-file', '--batch-check'], { ...options, input: lines(wanted) });
  for (const line of sizes.toString().split('\n')) {
    const [object = '', type, size] = line.split(' ');
    if (type === 'blob') found.set(object, Number(size));
  }
  const small = [...found].filter(([, size]) => Number(size) <= largestBytes).map(([object]) => object);
  if (small.length === 0) return found;
  const contents = await readGit(['cat-file', '--batch'], { ...options, input: lines(small) });
  for (let at = 0; at < contents.length;) {
    const end = contents.indexOf('\n', at);
    const [object = '', , size] = contents.toString('latin1', at, end).split(' ');
    if (size === undefined) found.delete(object);
    else found.set(object, contents.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + (size === undefined ? 0 : Number(size) + 1);
  }
  return found;
}

function lines(objects: readonly string[]): string {
  return objects.map((object) => `${object}\n`).join('');
}
