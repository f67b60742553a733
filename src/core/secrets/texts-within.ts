/** Texts for another program that a line of code holds: SQL, a command, a connection string, a form's body. */
import type { Span } from '../text/span';

const keyWord = /key|token|secret|passw|pwd|identified by/gi;
const text = /"((?:[^"\\\n]|\\.){10,2000})"|'((?:[^'\\\n]|\\.){10,2000})'/g;
/** What gives a value its name: without one of these a text only speaks of keys. */
const assigns = /=|:|\w["']? ["']|--?\w|identified by/i;
/** A longer line is data. */
const longestLine = 2000;

/** The insides of the closed texts of a source's lines that may name a key and give it. */
export function textsWithin(source: string): readonly Span[] {
  const spans: Span[] = [];
  keyWord.lastIndex = 0;
  for (let match = keyWord.exec(source); match; match = keyWord.exec(source)) {
    const start = source.lastIndexOf('\n', match.index) + 1;
    const lineEnd = source.indexOf('\n', match.index);
    const end = lineEnd === -1 ? source.length : lineEnd;
    keyWord.lastIndex = Math.max(end, match.index + 1);
    if (end - start > longestLine) continue;
    for (const { 0: all, 1: double, 2: single, index } of source.slice(start, end).matchAll(text)) {
      const inside = double ?? single ?? '';
      keyWord.lastIndex = 0;
      if (keyWord.test(inside) && assigns.test(inside))
        spans.push({ start: start + index + 1, end: start + index + all.length - 1 });
    }
    keyWord.lastIndex = Math.max(end, match.index + 1);
  }
  return spans.length === 0 ? spans : outsideOfBlocks(source, spans);
}

/** Without those in texts of many lines, which are documentation more often than not. */
function outsideOfBlocks(source: string, spans: readonly Span[]): readonly Span[] {
  const blocks = [...source.matchAll(/"{3}[^]*?(?:"{3}|$)|'{3}[^]*?(?:'{3}|$)/g)].map(({ 0: all, index }) => ({
    start: index,
    end: index + all.length,
  }));
  return spans.filter((span) => !blocks.some(({ start, end }) => start < span.end && span.start < end));
}
