/** The one door to keys that are known by their provider's format: the library's rules and our own data behind it. */
import type { Span } from '../../text/span';
import { checksumHolds } from './checksums';
import type { FormatMatch, FormatSource } from './format-match';
import { eachKeyRun } from './key-runs';
import { libraryMatches } from './library-matches';
import { ownMatches } from './own-matches';

/** A provider's key in a text. */
export interface ProviderKey extends FormatMatch {
  readonly key: string;
  /** Whether its checksum holds; undefined where the format has none. */
  readonly isValid: boolean | undefined;
}

const sources: readonly FormatSource[] = [ownMatches, libraryMatches];

/** How far before a run of key characters the anchor of a format may stand: the host of a web hook's address. */
const reach = 48;

/** The first key in a provider's format; documentation's own examples are none. */
export function findProviderKey(text: string): ProviderKey | undefined {
  return findProviderKeys(text)[0];
}

/** All keys in a provider's format, in order. */
export function findProviderKeys(text: string): readonly ProviderKey[] {
  const areas = areasOf(text);
  if (areas.length === 0) return [];
  const keys: ProviderKey[] = [];
  let done = 0;
  for (const match of sources.flatMap((matchesIn) => matchesIn(text, areas)).sort(byPlace)) {
    const key = text.slice(match.start, match.end);
    if (match.start < done || isPlaceholder(key, match.prefix)) continue;
    done = match.end;
    keys.push({ ...match, key, isValid: checksumHolds(key) });
  }
  return keys;
}

/** The words of a text, with what stands before them, that are mixed enough to hold a key: most texts have none. */
function areasOf(text: string): readonly Span[] {
  const areas: Span[] = [];
  let done = 0;
  eachKeyRun(text, (runStart, runEnd) => {
    if (runEnd <= done) return;
    const start = Math.max(done, runStart - reach);
    done = endOfWord(text, runEnd);
    areas.push({ start, end: done });
  });
  return areas;
}

/** Of two formats at one place the longer one says more. */
function byPlace(left: FormatMatch, right: FormatMatch): number {
  return left.start - right.start || right.end - left.end;
}

/** A one-line file without blanks or quotes is read in parts of this length. */
const longestWord = 12_000;
const delimiter = /[\s"'`<>]/g;

/** Keys hold characters, such as dots, that end a run; no key holds a blank or a quote. */
function endOfWord(text: string, from: number): number {
  delimiter.lastIndex = from;
  const end = delimiter.exec(text)?.index ?? text.length;
  return Math.min(end, from + longestWord);
}

/**
 * Known to everybody: the key in AWS's documentation, the storage emulator's, and reCAPTCHA's for tests.
 * https://learn.microsoft.com/en-us/azure/storage/common/storage-connect-azurite, https://developers.google.com/recaptcha/docs/faq
 */
const published = /wJalrXUtnFEMI\/K7MDENG|Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1|6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe/;

/** Whether a text holds a key that its issuer prints in the documentation. */
export function isPublished(text: string): boolean {
  return published.test(text);
}

/** What stands for a key in instructions; a format that is followed by nothing of the user's has nothing to judge. */
function isPlaceholder(key: string, prefix: string): boolean {
  const rest = key.replace(prefix, '');
  if (rest.length < 6) return false;
  return (
    isPublished(key) ||
    /EXAMPLE|example|[xX*#.]{6}|0{8}|a{8}|([1-9])\1{5}|1234567890123|YOUR|your[-_]|_HERE/.test(rest) ||
    (/\d/.test(rest) && new Set(rest).size < 6)
  );
}
