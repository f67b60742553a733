import { isPythonFile } from '../python/python-file';
import type { SyntaxSource } from '../flask/project';
import { fileRules } from '../rules/registry';
import type { FileRule, Report, RuleFile } from '../rules/rule';
import { memoByText } from '../text/memo-by-text';
import { isKeptOut } from './kept-out';

interface FileReported {
  readonly rule: FileRule;
  readonly report: Report;
}

/** A file is checked again only after its text changed; by all rules together, which share what they learn of it. */
const reportsOf = memoByText((file, text, source: SyntaxSource): readonly FileReported[] => {
  const checked: RuleFile = {
    file,
    text,
    syntax: () => (isPythonFile(file) ? source.syntax(file) : undefined),
    parse: (python) => source.parse(python),
  };
  return fileRules.flatMap((rule) => checkFile(rule, checked).map((report) => ({ rule, report })));
});

/** What the rules about single files say of all files of a session. */
export function fileReports(source: SyntaxSource): readonly FileReported[] {
  const text = (file: string) => source.text(file);
  const found: FileReported[] = [];
  for (const file of source.allFiles) {
    const reports = reportsOf(source, file, source.text(file) ?? '');
    if (reports.length > 0)
      found.push(...(isKeptOut(file, text) ? reports.filter(({ rule }) => !rule.findsKeys) : reports));
  }
  return found;
}

/** What a rule says of one file; nothing of one that is nested beyond the stack, which the analysis names as such. */
export function checkFile(rule: FileRule, file: RuleFile): readonly Report[] {
  try {
    return rule.checkFile(file).map(({ start, end, related = [], ...report }) => ({
      ...report,
      file: file.file,
      span: { start, end },
      related,
      route: null,
    }));
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
