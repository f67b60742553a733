/** Changes beyond this number are folded into the shared layer. */
const mostChanges = 24;

/**
 * A map that is copied far more often than it is written: copies share one layer and their latest changes until one of
 * them writes. A path forks at every branch, with everything that it knows.
 */
export class LayeredMap<Item extends object | boolean | number> {
  /** Whether no copy shares the latest changes. */
  private isOwner = true;

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

  /** An independent copy; costs nothing until one of the two is written. */
  copy(): LayeredMap<Item> {
    if (this.changes.size > mostChanges) {
      this.shared = this.folded();
      this.changes = new Map();
    }
    this.isOwner = false;
    const copy = new LayeredMap(this.shared, this.changes, this.count);
    copy.isOwner = false;
    return copy;
  }

  get(key: string): Item | undefined {
    const changed = this.changes.get(key);
    return changed !== undefined || this.changes.has(key) ? changed : this.shared.get(key);
  }

  set(key: string, item: Item): void {
    if (this.get(key) === undefined) this.count++;
    this.ownChanges().set(key, item);
  }

  delete(key: string): void {
    if (this.get(key) === undefined) return;
    this.count--;
    this.ownChanges().set(key, undefined);
  }

  /** Keys whose items may differ between the two maps, in any order. Either map may be changed while they are gone through. */
  differing(other: LayeredMap<Item>): Iterable<string> {
    if (this.shared === other.shared)
      return this.changes === other.changes ? [] : new Set([...this.changes.keys(), ...other.changes.keys()]);
    const keys = new Set<string>();
    for (const [key, item] of this.shared) if (other.shared.get(key) !== item) keys.add(key);
    for (const key of other.shared.keys()) if (!this.shared.has(key)) keys.add(key);
    for (const key of this.changes.keys()) keys.add(key);
    for (const key of other.changes.keys()) keys.add(key);
    return keys;
  }

  private ownChanges(): Map<string, Item | undefined> {
    if (!this.isOwner) {
      this.changes = new Map(this.changes);
      this.isOwner = true;
    }
    return this.changes;
  }

  private folded(): ReadonlyMap<string, Item> {
    const all = new Map(this.shared);
    for (const [key, item] of this.changes) {
      if (item === undefined) all.delete(key);
      else all.set(key, item);
    }
    return all;
  }
}
