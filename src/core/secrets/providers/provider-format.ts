/** A format in which a provider issues keys: data, with the address where it is documented or described beside it. */
export interface ProviderFormat {
  readonly provider: string;
  /** What a key of this kind starts with, or the fixed text inside it; one of these makes the pattern worth trying. */
  readonly anchors: readonly string[];
  /** The whole key, with every repetition bounded, so that matching is linear. */
  readonly pattern: RegExp;
  /** How many characters may stand before the anchor: 0 where keys start with it. */
  readonly before: number;
  /** For a sandbox, or meant to be shared: not an error where it stands in a test. */
  readonly isHarmless?: boolean;
  /** What the pattern cannot say; `false` is no key. */
  readonly accepts?: (key: string) => boolean;
}

/** A letter before the prefix makes it part of a word: `task_test_…`. */
const starting = String.raw`(?<![A-Za-z])`;
const ending = String.raw`(?![A-Za-z0-9])`;

/** A key that starts with one of the anchors. */
export const prefixed = (
  provider: string,
  anchors: readonly string[],
  rest: string,
  extra: Partial<ProviderFormat> = {},
): ProviderFormat => ({
  provider,
  anchors,
  before: 0,
  pattern: new RegExp(`${starting}(?:${anchors.map(escaped).join('|')})${rest}${ending}`, 'y'),
  ...extra,
});

/** A key with fixed text inside it, or with rules of its own about what may stand around it. */
export const around = (
  provider: string,
  anchor: string,
  before: number,
  pattern: RegExp,
  extra: Partial<ProviderFormat> = {},
): ProviderFormat => ({
  provider,
  anchors: [anchor],
  before,
  pattern: new RegExp(pattern, before === 0 ? 'y' : 'g'),
  ...extra,
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
}

/** Whether something behind the prefix is a digit: without one it is a word. */
export function hasDigit(key: string): boolean {
  return /\d/.test(key.slice(4));
}

/** Whether letters of both cases stand behind the prefix. */
export function hasMixedCase(key: string): boolean {
  return /[a-z]/.test(key.slice(4)) && /[A-Z]/.test(key.slice(4));
}
