import assert from 'node:assert/strict';
import { LayeredMap } from '../../../../../src/core/semantics/paths/layered-map';

describe('LayeredMap', () => {
  const filled = (count: number): LayeredMap<number> => {
    const map = LayeredMap.empty<number>({ keys: null });
    for (let index = 0; index < count; index++) map.set(`key${String(index)}`, index);
    return map;
  };

  for (const count of [3, 100]) {
    it(`keeps a copy of ${String(count)} entries apart from the original, whichever is written`, () => {
      const map = filled(count);
      const copy = map.copy();
      map.set('key0', 7);
      copy.delete('key1');
      copy.set('new', 1);
      assert.deepEqual([map.get('key0'), map.get('key1'), map.get('new'), map.size], [7, 1, undefined, count]);
      assert.deepEqual([copy.get('key0'), copy.get('key1'), copy.get('new'), copy.size], [0, undefined, 1, count]);
    });

    it(`names at least the keys of which two copies of ${String(count)} entries hold different items`, () => {
      const map = filled(count);
      const [left, right] = [map.copy(), map.copy()];
      assert.deepEqual([...left.differing(right)], []);
      left.set('key0', 7);
      right.delete('key1');
      const folded = filled(60).copy();
      for (let index = 0; index < 60; index++) right.set(`other${String(index)}`, index);
      assert.deepEqual(keysThatDiffer(left, right.copy()).slice(0, 3), ['key0', 'key1', 'other0']);
      assert.equal(keysThatDiffer(filled(60), folded).length, 0);
    });
  }
});

function keysThatDiffer(left: LayeredMap<number>, right: LayeredMap<number>): string[] {
  return [...left.differing(right)].filter((key) => left.get(key) !== right.get(key)).sort();
}
