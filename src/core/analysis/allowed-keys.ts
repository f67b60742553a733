/** Keys that the settings say are none: by the file that they stand in, or by what they look like. */
import type { AnalysisSettings } from '../results/results';
import { globPattern } from '../text/glob';
import { memoByObject } from '../text/memo-by-object';

/** The setting that allows a key in a file; null when none does. `literal` is the source's text, in quotes or not. */
export function allowingSetting(settings: AnalysisSettings, file: string, literal: string): string | null {
  if (filesOf(settings).some((glob) => glob.test(file))) return 'allowedKeyFiles setting';
  const value = literal.replace(/^[rbuf]{0,2}["'`]+|["'`]+$/gi, '').toLowerCase();
  return settings.allowedKeys.some((pattern) => matches(pattern.toLowerCase(), value)) ? 'allowedKeys setting' : null;
}

const filesOf = memoByObject(({ allowedKeyFiles }: AnalysisSettings) => allowedKeyFiles.map(globPattern));

/** `*` stands for any characters. Piece by piece, so that no pattern of a stranger's project can take long. */
function matches(pattern: string, value: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces.shift() ?? '';
  const last = pieces.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first) || !value.endsWith(last) || value.length < first.length + last.length) return false;
  let from = first.length;
  for (const piece of pieces) {
    const at = value.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return from <= value.length - last.length;
}
