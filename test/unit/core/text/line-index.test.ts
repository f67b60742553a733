import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { LineIndex } from '../../../../src/core/text/line-index';

describe('LineIndex', () => {
  it('counts LF, CRLF and lone CR as one line end each', () => {
    const index = new LineIndex('a\nb\r\nc\rd');
    assert.equal(index.lineCount, 4);
    assert.deepEqual(
      [0, 1, 2, 3].map((line) => index.lineText(line)),
      ['a', 'b', 'c', 'd'],
    );
  });

  it('counts columns in UTF-16 units, as editors do', () => {
    const index = new LineIndex('x = "🔑"; y\n');
    assert.deepEqual(index.positionAt('x = "🔑"; '.length), { line: 0, column: 10 });
  });

  it('answers for offsets and lines out of range', () => {
    const index = new LineIndex('ab\ncd');
    assert.deepEqual(index.positionAt(99), { line: 1, column: 2 });
    assert.deepEqual(index.positionAt(-1), { line: 0, column: 0 });
    assert.equal(index.lineStart(7), 5);
    assert.equal(index.lineText(7), '');
  });

  it('has one line for the empty text', () => {
    assert.equal(new LineIndex('').lineCount, 1);
    assert.deepEqual(new LineIndex('').positionAt(0), { line: 0, column: 0 });
  });

  it('finds back every offset from its line and column', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n', 'é', '🔑') });
    fc.assert(
      fc.property(texts, fc.nat(), (text, seed) => {
        const offset = seed % (text.length + 1);
        const index = new LineIndex(text);
        const { line, column } = index.positionAt(offset);
        assert.equal(index.lineStart(line) + column, offset);
        assert.ok(line < index.lineCount);
      }),
    );
  });
});
