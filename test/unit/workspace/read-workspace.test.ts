import { strict as assert } from 'node:assert';
import { readWorkspace } from '../../../src/workspace/read-workspace';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder';

const openApi = 'openapi: "3.0.0"\npaths: {}\n';
const names = (root: string) => [...readWorkspace(root)].map(({ file }) => file);

describe('readWorkspace', () => {
  afterEach(removeTemporaryFolders);

  it('reads OpenAPI documents where connexion serves them', () => {
    const files = {
      'openapi.yaml': openApi,
      'spec/v2.json': '{"swagger": "2.0"}',
      'ci.yml': 'jobs: {}\n',
      'data.json': '[]',
    };
    assert.deepEqual(names(temporaryFolder({ ...files, 'app.py': 'import connexion\n' })), [
      'app.py',
      'openapi.yaml',
      'spec/v2.json',
    ]);
    assert.deepEqual(names(temporaryFolder({ ...files, 'app.py': 'import flask\n' })), ['app.py']);
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
});
