import type { Span } from '../text/span';
import { decodeBase64, isPrivateKeyBlock } from './token-structure';

const block =
  /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----)[^]){0,20000}(?:-----END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----)?/g;

/** `-----BEGIN ` once more in base64, as manifests and variables of one line hold it. */
const encodedBlock = /LS0tLS1CRUdJTi[A-Za-z0-9+/]{60,20000}={0,2}/g;

/** Private keys in PEM or OpenPGP armour, also in base64, where line ends are written `\n`, and in a log; placeholders are none. */
export function findPrivateKeys(text: string): readonly Span[] {
  return [...inArmour(text), ...encoded(text)];
}

function encoded(text: string): readonly Span[] {
  if (!text.includes('LS0tLS1CRUdJTi')) return [];
  return [...text.matchAll(encodedBlock)]
    .filter(([found]) => /^-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY/.test(decodeBase64(found.slice(0, 120))))
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

function inArmour(text: string): readonly Span[] {
  if (!text.includes('PRIVATE KEY')) return [];
  return [...text.matchAll(block)]
    .filter(({ 0: found, index }) => isPrivateKeyBlock(found) || isPrivateKeyBlock(withoutMargin(text, found, index)))
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** The block without what stands before it on each of its lines, such as the time in a log. */
function withoutMargin(text: string, found: string, index: number): string {
  const margin = index - (text.lastIndexOf('\n', index) + 1);
  return found
    .split('\n')
    .map((line, at) => (at === 0 ? line : line.slice(margin)))
    .join('\n');
}
