/** A seeded source of choices: the same seed gives the same apps on every machine. */

/** Draws numbers, members and coins from one sequence. */
export interface Random {
  /** 0 ≤ result < limit. */
  readonly integer: (limit: number) => number;
  readonly pick: <T>(choices: readonly [T, ...T[]]) => T;
  readonly chance: (probability: number) => boolean;
}

/** Mulberry32 (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c): small, and good enough to choose with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (limit: number): number => Math.floor(next() * limit);
  return {
    integer,
    pick: <T>(choices: readonly [T, ...T[]]): T => choices[integer(choices.length)] ?? choices[0],
    chance: (probability) => next() < probability,
  };
}
