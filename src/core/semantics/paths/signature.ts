/**
 * What a path passed and failed, in order, as one number: paths are compared at every branch, where texts that grow with
 * the path would be copied and read each time. Should two ever fall together, of their paths the less proven one stays.
 */
export type Signature = number;

/** The signature of a path that was asked nothing yet. */
export const emptySignature: Signature = 0;

/** The signature with one more fact at its end; 53 bits of it, by https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js */
export function withFact(signature: Signature, fact: string): Signature {
  let low = (signature >>> 0) ^ 0xdeadbeef;
  let high = Math.floor(signature / 0x100000000) ^ 0x41c6ce57;
  for (let index = 0; index < fact.length; index++) {
    const code = fact.charCodeAt(index);
    low = Math.imul(low ^ code, 2654435761);
    high = Math.imul(high ^ code, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return 0x100000000 * (high & 0x1fffff) + (low >>> 0);
}
