/** Changes beyond this number are folded into the shared layer. */
const mostChanges = 24;

/**
 * A map that is copied far more often than it is written: copies share one layer and carry only their latest changes.
 * A path forks at every branch, with everything that it knows.
 */
export class LayeredMap<Item extends object | boolean | number> {
  private constructor(
    private shared: ReadonlyMap<string, Item>,
    /** Undefined stands for an entry that is gone. */
    private changes: Map<string, Item | undefined>,
    private count: number,
  ) {}

  static empty<Item extends object | boolean | number>(): LayeredMap<Item> {
    return new LayeredMap<Item>(new Map(), new Map(), 0);
  }

  get size(): number {
    return this.count;
  }

  /** An independent copy; costs as much as there are latest changes. */
  copy(): LayeredMap<Item> {
    if (this.changes.size > mostChanges) {
      this.shared = new Map(this.entries());
      this.changes = new Map();
    }
    return new LayeredMap(this.shared, new Map(this.changes), this.count);
  }

  get(key: string): Item | undefined {
    const changed = this.changes.get(key);
    return changed !== undefined || this.changes.has(key) ? changed : this.shared.get(key);
  }

  set(key: string, item: Item): void {
    if (this.get(key) === undefined) this.count++;
    this.changes.set(key, item);
  }

  delete(key: string): void {
    if (this.get(key) === undefined) return;
    this.count--;
    this.changes.set(key, undefined);
  }

  /** Entries as they are now, in no order that means anything; the map may be changed meanwhile. */
  entries(): readonly (readonly [key: string, item: Item])[] {
    const entries: (readonly [string, Item])[] = [];
    for (const [key, item] of this.shared) if (!this.changes.has(key)) entries.push([key, item]);
    for (const [key, item] of this.changes) if (item !== undefined) entries.push([key, item]);
    return entries;
  }
}
