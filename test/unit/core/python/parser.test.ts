import assert from 'node:assert/strict';
import { Language, Parser, TreeCursor } from 'web-tree-sitter';
import { cursorAtRoot } from '../../../../src/core/python/direct-cursor';
import { createPythonParser } from '../../../../src/core/python/parser';
import { copyTree } from '../../../../src/core/python/raw-tree';
import { readParserBinaries } from '../../../../src/workspace/parser-binaries';
import { readFixtureApps } from '../../../support/fixture-apps';

describe('the parser', () => {
  it('starts its runtime once, however many ask at the same time', async () => {
    const init = Parser.init.bind(Parser);
    let starts = 0;
    Parser.init = (options) => {
      starts++;
      return init(options);
    };
    try {
      const parsers = await Promise.all([1, 2, 3].map(() => createPythonParser(readParserBinaries())));
      assert.ok(starts <= 1, `started ${starts} times`);
      assert.deepEqual(
        parsers.map((parser) => parser.parse('x = 1\n').body.length),
        [1, 1, 1],
      );
    } finally {
      Parser.init = init;
    }
  });

  it('copies trees by the functions of the wasm as it does by the cursor of the library', async () => {
    await createPythonParser(readParserBinaries());
    const language = await Language.load(readParserBinaries().python);
    const parser = new Parser();
    parser.setLanguage(language);
    for (const app of readFixtureApps())
      for (const text of app.files.values()) {
        const tree = parser.parse(text);
        assert.ok(tree);
        const { hasError } = tree.rootNode;
        const direct = cursorAtRoot(tree);
        assert.ok(!(direct instanceof TreeCursor), 'the wasm lacks a function');
        const copied = copyTree(direct, language, hasError);
        assert.deepEqual(copied, copyTree(cursorAtRoot(tree, {}), language, hasError), app.name);
        tree.delete();
      }
  });
});
