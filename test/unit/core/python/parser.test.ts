import assert from 'node:assert/strict';
import { Parser } from 'web-tree-sitter';
import { createPythonParser } from '../../../../src/core/python/parser';
import { readParserBinaries } from '../../../../src/workspace/parser-binaries';

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
});
