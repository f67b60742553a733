import type { PythonParser } from '../python/parser';
import { checkText } from './check-text';
import type { AnalysisSettings, Finding } from '../results/results';

/** Content of one file as the git index has it. */
export interface StagedText {
  /** Relative to the repository's top, with `/`. */
  readonly file: string;
  readonly text: string;
  /** Whether the commit adds or changes a line, counted from 0 by `\n`. */
  readonly isNew: (line: number) => boolean;
}

/** A key in a staged file. */
export interface StagedFinding extends Finding {
  /** The commit would add it. A key that was committed before must be rotated, but does not block the commit. */
  readonly isNew: boolean;
}

/** Keys in one staged text. */
export function stagedFindings(
  { file, text, isNew }: StagedText,
  parser: PythonParser,
  settings: AnalysisSettings,
): readonly StagedFinding[] {
  return checkText(file, text, parser, settings).map((finding) => {
    const first = countLines(text, 0, finding.span.start);
    const last = first + countLines(text, finding.span.start, finding.span.end);
    const lines = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    return { ...finding, isNew: lines.some(isNew) };
  });
}

function countLines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
