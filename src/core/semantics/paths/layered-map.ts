/** Changes beyond this number are folded into the shared layer. */
const mostChanges = 24;

/** Stands for an entry that is there no more. */
const gone = Symbol('gone');

/** Keys that maps were asked for; null while nobody wants to know. */
export interface Asked {
  keys: Set<string> | null;
}

/**
 * A map that is copied far more often than it is written: copies share one layer and their latest changes until one of
 * them writes. A path forks at every branch, with everything that it knows.
 */
export class LayeredMap<Item extends object | boolean | number> {
  /** Whether no copy shares the latest changes. */
  private isOwner = true;

  private constructor(
    private shared: ReadonlyMap<string, Item>,
    private changes: Map<string, Item | typeof gone>,
    private count: number,
    private readonly asked: Asked,
  ) {}

  static empty<Item extends object | boolean | number>(asked: Asked): LayeredMap<Item> {
    return new LayeredMap<Item>(new Map(), new Map(), 0, asked);
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
    const copy = new LayeredMap(this.shared, this.changes, this.count, this.asked);
    copy.isOwner = false;
    return copy;
  }

  get(key: string): Item | undefined {
    this.asked.keys?.add(key);
    return this.peek(key);
  }

  /** What `get` gives, without a note that it was asked for. */
  peek(key: string): Item | undefined {
    const changed = this.changes.get(key);
    if (changed === undefined) return this.shared.get(key);
    return changed === gone ? undefined : changed;
  }

  set(key: string, item: Item): void {
    if (this.peek(key) === undefined) this.count++;
    this.ownChanges().set(key, item);
  }

  delete(key: string): void {
    if (this.peek(key) === undefined) return;
    this.count--;
    this.ownChanges().set(key, gone);
  }

  /** Keys whose items differ between the two maps, in any order. Either map may be changed while they are gone through. */
  differing(other: LayeredMap<Item>): readonly string[] {
    const keys: string[] = [];
    const compare = (key: string): void => {
      if (this.peek(key) !== other.peek(key)) keys.push(key);
    };
    if (this.changes !== other.changes) {
      for (const key of this.changes.keys()) compare(key);
      for (const key of other.changes.keys()) if (!this.changes.has(key)) compare(key);
    }
    if (this.shared !== other.shared) {
      const isUnchanged = (key: string): boolean => !this.changes.has(key) && !other.changes.has(key);
      for (const [key, item] of this.shared) if (other.shared.get(key) !== item && isUnchanged(key)) keys.push(key);
      for (const key of other.shared.keys()) if (!this.shared.has(key) && isUnchanged(key)) keys.push(key);
    }
    return keys;
  }

  private ownChanges(): Map<string, Item | typeof gone> {
    if (!this.isOwner) {
      this.changes = new Map(this.changes);
      this.isOwner = true;
    }
    return this.changes;
  }

  private folded(): ReadonlyMap<string, Item> {
    const all = new Map(this.shared);
    for (const [key, item] of this.changes) {
      if (item === gone) all.delete(key);
      else all.set(key, item);
    }
    return all;
  }
}
