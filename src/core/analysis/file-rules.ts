import type { SyntaxSource } from '../flask/project';
import type { FileRule, Report, RuleFile } from '../rules/rule';
import { isKeptOut } from './kept-out';
import { memoByText } from '../text/memo-by-text';

/** One object per text, so that what one rule learned of a file is there for the next. */
const fileOf = memoByText((file, text, source: SyntaxSource): RuleFile => {
  const isPython = /\.pyw?$/.test(file);
  return {
    file,
    text,
    syntax: () => (isPython ? source.syntax(file) : undefined),
    parse: (python) => source.parse(python),
  };
});

const memos = new WeakMap<RuleFile, Map<FileRule, readonly Report[]>>();

/** What a rule says of each file of a session; a file is checked again only after its text changed. */
export function checkFiles(rule: FileRule, source: SyntaxSource): readonly Report[] {
  const text = (file: string) => source.text(file);
  return source.allFiles.flatMap((file) => {
    if (rule.findsKeys && isKeptOut(file, text)) return [];
    const checked = fileOf(source, file, source.text(file) ?? '');
    const known = memos.get(checked) ?? new Map<FileRule, readonly Report[]>();
    memos.set(checked, known);
    const reports = known.get(rule) ?? checkFile(rule, checked);
    known.set(rule, reports);
    return reports;
  });
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
