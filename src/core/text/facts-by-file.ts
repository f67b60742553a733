/** Texts that note which of them changed, in order. */
export interface NotedTexts {
  text(file: string): string | undefined;
  /** Each file that was put in, changed or taken out, as often as that happened. */
  readonly changes: readonly string[];
}

/** What is to be known of single files of an owner (the session's source of texts). */
export interface FactsByFile<Fact, Owner> {
  /** By file, in no order; files with nothing to know are left out. */
  (owner: Owner): ReadonlyMap<string, Fact>;
  /** Looks at some more of the files that changed; true when none is left. */
  catchUp: (owner: Owner, most: number) => boolean;
}

/**
 * Keeps what is to be known of single files, so that a key press costs nothing in the others: only files that changed
 * since the last call are looked at again. Results live as long as their owner.
 */
export function factsByFile<Fact, Owner extends NotedTexts>(
  compute: (file: string, text: string, owner: Owner) => Fact | undefined,
): FactsByFile<Fact, Owner> {
  const owners = new WeakMap<Owner, { readonly facts: Map<string, Fact>; seen: number }>();
  const catchUp = (owner: Owner, most: number): boolean => {
    const known = owners.get(owner) ?? { facts: new Map<string, Fact>(), seen: 0 };
    owners.set(owner, known);
    const end = Math.min(owner.changes.length, known.seen + most);
    for (const file of new Set(owner.changes.slice(known.seen, end))) {
      const text = owner.text(file);
      const fact = text === undefined ? undefined : compute(file, text, owner);
      if (fact === undefined) known.facts.delete(file);
      else known.facts.set(file, fact);
    }
    known.seen = end;
    return end === owner.changes.length;
  };
  const factsOf = (owner: Owner): ReadonlyMap<string, Fact> => {
    catchUp(owner, Infinity);
    return owners.get(owner)?.facts ?? new Map<string, Fact>();
  };
  return Object.assign(factsOf, { catchUp });
}
