import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWorkspace } from '../../../src/workspace/read-workspace';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder';

const openApi = 'openapi: "3.0.0"\npaths: {}\n';
const names = (root: string) => [...readWorkspace(root)].map(({ file }) => file);

describe('readWorkspace', () => {
  afterEach(removeTemporaryFolders);

  it('reads what may hold keys beside Python, and no lock files or binary ones', () => {
    const root = temporaryFolder({
      'app.py': 'import flask\n',
      'openapi.yaml': openApi,
      'ci.yml': 'jobs: {}\n',
      Dockerfile: 'FROM python\n',
      'package-lock.json': '{}',
      'logo.png': 'x',
      'data.json': '[\0]',
    });
    assert.deepEqual(names(root), ['Dockerfile', 'app.py', 'ci.yml', 'openapi.yaml']);
  });

  it('reads the environment files that fixes write to, also where git ignores them', () => {
    const root = temporaryFolder({
      '.git/HEAD': '',
      '.gitignore': '.env\nlocal.yaml\n',
      '.env': 'A=1\n',
      'local.yaml': 'a: 1\n',
    });
    assert.deepEqual(names(root).toSorted(), ['.env', '.gitignore']);
  });

  it('reads UTF-16, which PowerShell writes', () => {
    const root = temporaryFolder({ 'app.py': '' });
    writeFileSync(join(root, '.env'), Buffer.from('\uFEFFA=1\n', 'utf16le'));
    assert.deepEqual([...readWorkspace(root)][0], { file: '.env', text: 'A=1\n' });
  });

  it('goes on after a file that cannot be read', () => {
    const root = temporaryFolder({ 'a.py': 'x = 1\n', 'b.py': 'x\0', 'c.py': 'y = 1\n' });
    assert.deepEqual(
      [...readWorkspace(root)],
      [
        { file: 'a.py', text: 'x = 1\n' },
        { file: 'b.py', reason: 'contains NUL bytes' },
        { file: 'c.py', text: 'y = 1\n' },
      ],
    );
  });

  it('names a folder that is not there or that it cannot look into', () => {
    const root = temporaryFolder({ 'a.py': 'x = 1\n' });
    assert.deepEqual([...readWorkspace(join(root, 'gone'))], [{ file: '.', reason: 'does not exist' }]);
    const deep = join(root, ...Array.from({ length: 66 }, () => 'd'));
    mkdirSync(deep, { recursive: true });
    const [, tooDeep] = [...readWorkspace(root)];
    assert.ok(tooDeep && 'reason' in tooDeep && tooDeep.reason === 'nested too deep', JSON.stringify(tooDeep));
  });
});
