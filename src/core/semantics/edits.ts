import type { FunctionValue } from './values/values';

type Definition = FunctionValue['definition'];

/**
 * Which functions were edited, so that what rests on them is found stale when it is asked for: most of it is not asked for
 * soon, and going through all of it at each key press takes longer.
 */
export class Edits {
  private edits = 0;
  /** Which edit was the last of a function. */
  private readonly last = new Map<Definition, number>();

  /** How many there were. */
  get count(): number {
    return this.edits;
  }

  /** Notes that these functions were edited. */
  note(edited: ReadonlySet<Definition>): void {
    this.edits++;
    for (const definition of edited) this.last.set(definition, this.edits);
  }

  /** Whether what rests on these functions still holds, found out when there were so many edits. */
  isCurrent(count: number, seen: ReadonlySet<Definition>): boolean {
    if (count === this.edits) return true;
    for (const [definition, edit] of this.last) if (edit > count && seen.has(definition)) return false;
    return true;
  }
}
