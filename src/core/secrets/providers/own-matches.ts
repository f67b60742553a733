import type { Span } from '../../text/span';
import type { FormatMatch } from './format-match';
import type { ProviderFormat } from './provider-format';
import { providerFormats } from './provider-formats';

const byAnchor = new Map<string, ProviderFormat[]>();
for (const format of providerFormats)
  for (const anchor of format.anchors) byAnchor.set(anchor, [...(byAnchor.get(anchor) ?? []), format]);

/** Longer anchors first, so that `sk-ant-api` is not taken for less. */
const anchors = [...byAnchor.keys()].sort((left, right) => right.length - left.length);
const anchorPattern = new RegExp(
  anchors.map((anchor) => anchor.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|'),
  'g',
);

/** What our own formats find: it starts, or has its anchor, in one of the areas. */
export function ownMatches(text: string, areas: readonly Span[]): readonly FormatMatch[] {
  return areas.flatMap((area) => matchesIn(text, area));
}

function matchesIn(text: string, { start: from, end }: Span): readonly FormatMatch[] {
  const matches: FormatMatch[] = [];
  const part = text.slice(from, end);
  anchorPattern.lastIndex = 0;
  for (let anchor = anchorPattern.exec(part); anchor; anchor = anchorPattern.exec(part)) {
    anchorPattern.lastIndex = anchor.index + 1;
    const match = matchOf(text, from + anchor.index, anchor[0]);
    if (!match) continue;
    matches.push(match);
    anchorPattern.lastIndex = Math.max(anchorPattern.lastIndex, match.end - from);
  }
  return matches;
}

function matchOf(text: string, index: number, anchor: string): FormatMatch | undefined {
  for (const format of byAnchor.get(anchor) ?? []) {
    const match = matchAt(text, index, format);
    if (!match || match.index > index || format.accepts?.(match[0]) === false) continue;
    const { provider, isHarmless = false } = format;
    const { index: start, 0: key } = match;
    return { provider, isHarmless, prefix: key.startsWith(anchor) ? anchor : '', start, end: start + key.length };
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
