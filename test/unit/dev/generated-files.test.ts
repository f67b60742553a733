import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(__dirname, '..', '..', '..');

describe('generated files', () => {
  it('are up to date with rules and settings', () => {
    const loader = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const args = [loader, path.join(root, 'src', 'dev', 'generate.ts'), '--check'];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });
});
