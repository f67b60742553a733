import { isPythonFile } from '../python/python-file';
import type { SyntaxSource } from '../flask/project';
import { fileRules } from '../rules/registry';
import type { FileRule, Report, RuleFile } from '../rules/rule';
import { factsByFile } from '../text/facts-by-file';
import { checkFile } from './check-file';

/** What a rule about single files said of one. */
export interface FileReported {
  readonly rule: FileRule;
  readonly report: Report;
}

/** What the rules about single files report, by file. Files without reports are left out. */
export const fileReports = factsByFile((file, text, source: SyntaxSource): readonly FileReported[] | undefined => {
  const checked: RuleFile = {
    file,
    text,
    syntax: () => (isPythonFile(file) ? source.syntax(file) : undefined),
    parse: (python) => source.parse(python),
  };
  const found = fileRules.flatMap((rule) => checkFile(rule, checked).map((report) => ({ rule, report })));
  return found.length > 0 ? found : undefined;
});
