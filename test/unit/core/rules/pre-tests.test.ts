/** A rule's look at the text spares the parser: it must never spare a finding. */
import assert from 'node:assert/strict';
import { createPythonParser, type PythonParser } from '../../../../src/core/python/parser';
import { isPythonFile } from '../../../../src/core/python/python-file';
import { fileRules } from '../../../../src/core/rules/registry';
import type { FileRule, RuleFile } from '../../../../src/core/rules/rule';
import { readParserBinaries } from '../../../../src/workspace/parser-binaries';
import { readFixtureApps } from '../../../support/fixture-apps';

describe('Looks at a text before it is parsed', () => {
  let parser: PythonParser;
  before(async () => {
    parser = await createPythonParser(readParserBinaries());
  });

  for (const rule of fileRules)
    it(`lose no finding of ${rule.id}`, () => {
      for (const app of readFixtureApps())
        for (const [file, text] of app.files)
          if (isSpared(rule, file, text))
            assert.deepEqual(rule.checkFile(ruleFile(file, text)), [], `${app.name}: ${file}`);
    });

  function isSpared({ isAbout, mayFind }: FileRule, file: string, text: string): boolean {
    return isAbout?.(file) !== false && mayFind?.(text) === false;
  }

  function ruleFile(file: string, text: string): RuleFile {
    const parse = (python: string) => parser.parse(python);
    return { file, text, parse, syntax: () => (isPythonFile(file) ? parser.parse(text) : undefined) };
  }
});
