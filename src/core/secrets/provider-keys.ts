import { checksumHolds } from './checksums';
import { someKeyRun } from './key-runs';
import type { ProviderFormat } from './provider-format';
import { providerFormats } from './provider-formats';

/** A provider's key in a text. */
export interface ProviderKey {
  readonly format: ProviderFormat;
  readonly key: string;
  readonly start: number;
  readonly end: number;
  /** Whether its checksum holds; undefined where the format has none. */
  readonly isValid: boolean | undefined;
}

const byAnchor = new Map<string, ProviderFormat[]>();
for (const format of providerFormats)
  for (const anchor of format.anchors) byAnchor.set(anchor, [...(byAnchor.get(anchor) ?? []), format]);

/** Longer anchors first, so that `sk-ant-api` is not taken for less. */
const anchors = [...byAnchor.keys()].sort((left, right) => right.length - left.length);
const anchorPattern = new RegExp(
  anchors.map((anchor) => anchor.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|'),
  'g',
);

/** How far before a run of key characters the anchor of a format may stand: the host of a web hook's address. */
const reach = 48;

/** The first key in a provider's format; documentation's own examples are none. */
export function findProviderKey(text: string): ProviderKey | undefined {
  let first: ProviderKey | undefined;
  someProviderKey(text, (found) => {
    first = found;
    return true;
  });
  return first;
}

/** All keys in a provider's format, in order. */
export function findProviderKeys(text: string): readonly ProviderKey[] {
  const all: ProviderKey[] = [];
  someProviderKey(text, (found) => {
    all.push(found);
    return false;
  });
  return all;
}

function someProviderKey(text: string, found: (key: ProviderKey) => boolean): boolean {
  let done = 0;
  return someKeyRun(text, (start, end) => {
    const from = Math.max(done, start - reach);
    if (end <= from) return false;
    const window = text.slice(from, end);
    anchorPattern.lastIndex = 0;
    for (let match = anchorPattern.exec(window); match; match = anchorPattern.exec(window)) {
      const key = keyAt(text, from + match.index, match[0]);
      anchorPattern.lastIndex = match.index + 1;
      if (!key || key.start < done) continue;
      done = key.end;
      if (found(key)) return true;
      anchorPattern.lastIndex = Math.max(anchorPattern.lastIndex, done - from);
    }
    return false;
  });
}

function keyAt(text: string, index: number, anchor: string): ProviderKey | undefined {
  for (const format of byAnchor.get(anchor) ?? []) {
    const match = matchAt(text, index, format);
    if (!match || match.index > index) continue;
    const [key] = match;
    if (isPlaceholder(key, anchor) || format.accepts?.(key) === false) continue;
    return { format, key, start: match.index, end: match.index + key.length, isValid: checksumHolds(key) };
  }
  return undefined;
}

/** What follows an anchor inside a key is no longer than this. */
const longestRest = 400;

/** Bounded, or one anchor in a one-line file would be looked for a match up to its end. */
function matchAt(text: string, index: number, { pattern, before }: ProviderFormat): RegExpExecArray | null {
  if (before === 0) {
    pattern.lastIndex = index;
    return pattern.exec(text);
  }
  // One character more, so that a pattern sees what stands before the key.
  const from = Math.max(0, index - before - 1);
  pattern.lastIndex = from === 0 ? 0 : 1;
  const match = pattern.exec(text.slice(from, index + longestRest));
  if (match) match.index += from;
  return match;
}

/** Known to everybody: the key in AWS's documentation, and the storage emulator's. https://learn.microsoft.com/en-us/azure/storage/common/storage-connect-azurite */
const published = /wJalrXUtnFEMI\/K7MDENG|Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1/;

/** Whether a text holds a key that its issuer prints in the documentation. */
export function isPublished(text: string): boolean {
  return published.test(text);
}

/** What stands for a key in instructions; a format that is followed by nothing of the user's has nothing to judge. */
function isPlaceholder(key: string, anchor: string): boolean {
  const rest = key.replace(anchor, '');
  if (rest.length < 6) return false;
  return (
    isPublished(key) ||
    /EXAMPLE|example|[xX*#.]{6}|0{8}|a{8}|([1-9])\1{5}|1234567890123|YOUR|your[-_]|_HERE/.test(rest) ||
    (/\d/.test(rest) && new Set(rest).size < 6)
  );
}
