/**
 * Items of many owners by the file that they are about, in the owners' order. Notes in which files something changed, so
 * that only those need to be put together again.
 */
export class ItemsByFile<Item> {
  private readonly files = new Map<string, Map<number, Item[]>>();
  private readonly filesOf = new Map<number, ReadonlySet<string>>();
  private changed = new Set<string>();

  /** Replaces what one owner has. */
  put(owner: number, items: readonly (readonly [file: string, item: Item])[]): void {
    for (const file of this.filesOf.get(owner) ?? []) {
      this.files.get(file)?.delete(owner);
      this.changed.add(file);
    }
    for (const [file, item] of items) {
      const owners = this.files.get(file) ?? new Map<number, Item[]>();
      this.files.set(file, owners);
      const known = owners.get(owner);
      if (known) known.push(item);
      else owners.set(owner, [item]);
      this.changed.add(file);
    }
    this.filesOf.set(owner, new Set(items.map(([file]) => file)));
  }

  /** Forgets all owners. */
  clear(): void {
    for (const file of this.files.keys()) this.changed.add(file);
    this.files.clear();
    this.filesOf.clear();
  }

  /** All items of a file. */
  of(file: string): readonly Item[] {
    const owners = this.files.get(file);
    if (!owners) return [];
    return [...owners].sort(([left], [right]) => left - right).flatMap(([, items]) => items);
  }

  /** Files in which something changed since the last call. */
  takeChanged(): ReadonlySet<string> {
    const { changed } = this;
    this.changed = new Set();
    return changed;
  }
}
