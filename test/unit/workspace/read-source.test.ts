import { strict as assert } from 'node:assert';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { maximumSourceBytes, readSource } from '../../../src/workspace/read-source';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder';

describe('readSource', () => {
  afterEach(removeTemporaryFolders);

  it('reads a file, and another after it, from one buffer', () => {
    const root = temporaryFolder({ 'long.py': `x = "${'é'.repeat(5000)}"\n`, 'short.py': 'y = 1\n' });
    const long = readSource(path.join(root, 'long.py'));
    assert.deepEqual(readSource(path.join(root, 'short.py')), { text: 'y = 1\n' });
    assert.deepEqual(long, { text: `x = "${'é'.repeat(5000)}"\n` });
  });

  it('refuses a file above the limit and takes one at it', () => {
    const root = temporaryFolder({
      'at.py': Buffer.alloc(maximumSourceBytes, '#'),
      'above.py': Buffer.alloc(maximumSourceBytes + 1, '#'),
    });
    assert.ok('text' in readSource(path.join(root, 'at.py')));
    assert.deepEqual(readSource(path.join(root, 'above.py')), { reason: 'larger than 5 MB' });
  });

  it('says why a file cannot be read', function () {
    const root = temporaryFolder({ 'locked.py': 'x = 1\n' });
    assert.deepEqual(readSource(path.join(root, 'absent.py')), { reason: 'does not exist' });
    assert.deepEqual(readSource(root), { reason: 'is a directory' });
    // Root may read everything, whatever the mode.
    if (process.getuid?.() === 0) return;
    chmodSync(path.join(root, 'locked.py'), 0);
    assert.deepEqual(readSource(path.join(root, 'locked.py')), { reason: 'permission denied' });
  });
});
