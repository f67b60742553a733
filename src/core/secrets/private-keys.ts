import type { Span } from '../text/span';
import { isPrivateKeyBlock } from './token-structure';

const block =
  /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----[^-]{0,20000}(?:-----END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----)?/g;

/** Private keys in PEM or OpenPGP armour, also where line ends are written `\n`; placeholders are none. */
export function findPrivateKeys(text: string): readonly Span[] {
  if (!text.includes('PRIVATE KEY')) return [];
  return [...text.matchAll(block)]
    .filter(([found]) => isPrivateKeyBlock(found))
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
}
