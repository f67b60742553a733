import { LineIndex } from './line-index';
import type { Location } from './span';

/** `# api-key-guard: public <reason>` and `# api-key-guard: ignore[rule-id] <reason>` in one file. */
export interface Marker {
  readonly kind: 'public' | 'ignore';
  /** Rule ids of an ignore marker; empty means every rule. */
  readonly rules: readonly string[];
  readonly reason: string;
  /** 0-based line that it is about: its own, or the next line of code when it stands alone. */
  readonly line: number;
  readonly location: Location;
}

const markerComment = /#\s*api-key-guard:\s*(public|ignore)\b(?:\[([\w\s,-]*)\])?[ \t]*([^\r\n]*)/g;

/** All markers of a text. */
export function findMarkers(file: string, text: string): Marker[] {
  if (!text.includes('api-key-guard:')) return [];
  const lines = new LineIndex(text);
  const markers: Marker[] = [];
  for (const match of text.matchAll(markerComment)) {
    const { line } = lines.positionAt(match.index);
    const before = lines.lineText(line).slice(0, match.index - lines.lineStart(line));
    markers.push({
      kind: match[1] === 'public' ? 'public' : 'ignore',
      rules: (match[2] ?? '')
        .split(',')
        .map((rule) => rule.trim())
        .filter((rule) => rule !== ''),
      reason: (match[3] ?? '').trim(),
      line: before.trim() === '' ? nextCodeLine(lines, line) : line,
      location: { file, span: { start: match.index, end: match.index + match[0].length } },
    });
  }
  return markers;
}

function nextCodeLine(lines: LineIndex, line: number): number {
  let next = line + 1;
  while (next < lines.lineCount && /^\s*(?:#.*)?$/.test(lines.lineText(next))) next++;
  return next;
}
