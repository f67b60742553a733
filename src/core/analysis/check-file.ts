import { isPythonFile } from '../python/python-file';
import type { FileRule, Report, RuleFile } from '../rules/rule';
import { symbolAt } from './fingerprint';

/** What a rule says of one file; nothing of one that is nested beyond the stack, which the analysis names as such. */
export function checkFile(rule: FileRule, file: RuleFile): readonly Report[] {
  if (rule.isAbout?.(file.file) === false || rule.mayFind?.(file.text) === false) return [];
  try {
    return rule.checkFile(file).map(({ start, end, related = [], ...report }) => ({
      file: file.file,
      ...report,
      span: { start, end },
      related,
      route: null,
      symbol: symbolAt(isPythonFile(file.file) ? file.syntax() : undefined, start),
    }));
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
