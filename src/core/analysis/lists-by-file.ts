import { compareText } from '../text/compare-text';

/** One list over all files, sorted by file; put together again from the files' own lists only. */
export class ListsByFile<Item> {
  private readonly lists = new Map<string, readonly Item[]>();
  private names: readonly string[] | undefined;
  private joined: readonly Item[] | undefined;

  /** Replaces one file's list, which is in order. */
  set(file: string, list: readonly Item[]): void {
    if (list.length > 0 !== this.lists.has(file)) this.names = undefined;
    if (list.length > 0) this.lists.set(file, list);
    else this.lists.delete(file);
    this.joined = undefined;
  }

  /** Forgets all files. */
  clear(): void {
    this.lists.clear();
    this.names = this.joined = undefined;
  }

  /** All items; the same array as long as nothing was set. */
  get all(): readonly Item[] {
    this.joined ??= this.join();
    return this.joined;
  }

  private join(): readonly Item[] {
    this.names ??= [...this.lists.keys()].sort(compareText);
    const joined: Item[] = [];
    for (const file of this.names) for (const item of this.lists.get(file) ?? []) joined.push(item);
    return joined;
  }
}
