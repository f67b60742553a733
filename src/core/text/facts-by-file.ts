/** Texts that note which of them changed, in order. */
export interface NotedTexts {
  text(file: string): string | undefined;
  /** Each file that was put in, changed or taken out, as often as that happened. */
  readonly changes: readonly string[];
}

/**
 * Keeps what is to be known of single files, so that a key press costs nothing in the others: only files that changed
 * since the last call are looked at again. Files with nothing to know (`undefined`) are left out; the order is none.
 * Results live as long as their owner (the session's source of texts).
 */
export function factsByFile<Fact, Owner extends NotedTexts>(
  compute: (file: string, text: string, owner: Owner) => Fact | undefined,
): (owner: Owner) => ReadonlyMap<string, Fact> {
  const owners = new WeakMap<Owner, { readonly facts: Map<string, Fact>; seen: number }>();
  return (owner) => {
    const known = owners.get(owner) ?? { facts: new Map<string, Fact>(), seen: 0 };
    owners.set(owner, known);
    const { length } = owner.changes;
    for (const file of new Set(owner.changes.slice(known.seen))) {
      const text = owner.text(file);
      const fact = text === undefined ? undefined : compute(file, text, owner);
      if (fact === undefined) known.facts.delete(file);
      else known.facts.set(file, fact);
    }
    known.seen = length;
    return known.facts;
  };
}
