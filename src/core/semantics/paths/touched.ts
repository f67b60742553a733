import type { FunctionValue } from '../values/values';

type Definition = FunctionValue['definition'];

/** Functions whose code took part in something: entered, or only looked into. */
export class Touched implements Iterable<Definition> {
  private readonly definitions = new Set<Definition>();
  private readonly sets = new Set<ReadonlySet<Definition>>();

  add(definition: Definition): void {
    this.definitions.add(definition);
  }

  /** Adds many; those that do not change any more cost nothing the second time. */
  addAll(definitions: ReadonlySet<Definition>): void {
    if (this.sets.has(definitions)) return;
    this.sets.add(definitions);
    for (const definition of definitions) this.definitions.add(definition);
  }

  /** Depth of the deepest call. */
  deepest = 0;

  /** Notes a call at a depth. */
  reach(depth: number): void {
    if (depth > this.deepest) this.deepest = depth;
  }

  clear(): void {
    this.definitions.clear();
    this.sets.clear();
  }

  [Symbol.iterator](): Iterator<Definition> {
    return this.definitions[Symbol.iterator]();
  }
}
