import { isPythonFile } from '../python/python-file';
import { largestPythonText, type PythonParser } from '../python/parser';
import type { ModuleSyntax } from '../python/syntax';
import { keyRules } from '../rules/key-rules';
import type { RuleFile } from '../rules/rule';
import { checkFile } from './check-file';
import { sortedFindings, toFinding } from './finding';
import { markedLines } from './marked-lines';
import type { AnalysisSettings, Finding } from '../results/results';
import { isRuleOn } from './settings';

/**
 * Findings of the rules that find keys in one text that belongs to no project, such as a staged one: what the session
 * says of the same text, markers and settings included. `file` is relative with `/`; its name tells the format.
 */
export function checkText(
  file: string,
  text: string,
  parser: PythonParser,
  settings: AnalysisSettings,
): readonly Finding[] {
  let parsed: ModuleSyntax | undefined;
  // Longer ones are data: the session does not judge them either; a provider's key in one is found without.
  const isParsed = isPythonFile(file) && text.length <= largestPythonText;
  const checked: RuleFile = {
    file,
    text,
    syntax: () => (isParsed ? (parsed ??= parser.parse(text)) : undefined),
    parse: (python) => parser.parse(python),
  };
  const lines = markedLines(file, text);
  return sortedFindings(
    keyRules
      .filter(({ id }) => isRuleOn(settings, id))
      .flatMap((rule) =>
        checkFile(rule, checked).map((report) => toFinding(rule, report, lines, settings, checked.syntax)),
      ),
  );
}
