/**
 * What a path passed and failed, in any order, as one number: paths are compared at every branch, where texts that grow
 * with the path would be copied and read each time. Should two ever fall together, of their paths the less proven one stays.
 */
export class Signature {
  private constructor(
    readonly key: number,
    private readonly facts: ReadonlySet<string>,
  ) {}

  /** Of a path that was asked nothing yet. */
  static readonly empty = new Signature(0, new Set());

  /** With one more fact; what is answered alike twice says nothing new. */
  with(fact: string): Signature {
    if (this.facts.has(fact)) return this;
    return new Signature((this.key + hash(fact)) % largest, new Set(this.facts).add(fact));
  }
}

/** Sums of two numbers below this are exact. */
const largest = 2 ** 52;

/** 52 bits of a text, by https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js */
function hash(text: string): number {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 2654435761);
    high = Math.imul(high ^ code, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return 0x100000000 * (high & 0xfffff) + (low >>> 0);
}
