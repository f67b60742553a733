import { isPythonFile } from '../python/python-file';
import type { SyntaxSource } from '../flask/project';
import { fileRules, projectRules } from '../rules/registry';
import type { FileRule, Report, RuleFile } from '../rules/rule';
import { type FactsByFile, factsByFile } from '../text/facts-by-file';
import { checkFile } from './check-file';
import type { AnalysisSettings } from '../results/results';
import { isRuleOn } from './settings';

/** What a rule about single files said of one. */
export interface FileReported {
  readonly rule: FileRule;
  readonly report: Report;
}

type FileReports = FactsByFile<readonly FileReported[], SyntaxSource>;

const reportsByRules = new Map<string, FileReports>();

/**
 * Looks at some more of the files that changed, with all that rules want to know of single files, so that each is parsed
 * once; true when none is left.
 */
export function catchUpFiles(settings: AnalysisSettings, source: SyntaxSource, most: number): boolean {
  const facts = projectRules.filter(({ id }) => isRuleOn(settings, id)).flatMap(({ fileFacts = [] }) => fileFacts);
  const isDone = [fileReportsOf(settings), ...facts].map((one) => one.catchUp(source, most));
  return !isDone.includes(false);
}

/** What the rules about single files report that are not switched off, by file. Files without reports are left out. */
export function fileReportsOf(settings: AnalysisSettings): FileReports {
  const rules = fileRules.filter(({ id }) => isRuleOn(settings, id));
  const key = rules.map(({ id }) => id).join();
  const known = reportsByRules.get(key) ?? reportsOf(rules);
  reportsByRules.set(key, known);
  return known;
}

function reportsOf(rules: readonly FileRule[]): FileReports {
  return factsByFile((file, text, source) => {
    const checked: RuleFile = {
      file,
      text,
      syntax: () => (isPythonFile(file) ? source.syntax(file) : undefined),
      parse: (python) => source.parse(python),
    };
    const found = rules.flatMap((rule) => checkFile(rule, checked).map((report) => ({ rule, report })));
    return found.length > 0 ? found : undefined;
  });
}
