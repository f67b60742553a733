import assert from 'node:assert/strict';
import { Folder } from '../../../src/server/folder';
import { Folders } from '../../../src/server/folders';
import {
  compareWithFolderBaseline,
  compareWithProjectBaseline,
  folderReports,
  readProjectBaseline,
  reportedFolders,
  uriOfName,
} from '../../../src/server/folder-report';
import type { BaselineFile, WorkspaceFiles } from '../../../src/server/workspace-files';
import { createSession } from '../../support/session';

const app = 'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/x")\ndef view():\n    return "x"\n';
// In no provider's format, and assembled here only.
const fakeKey = ['q7Zk2mXv', '9RtB4nWs', '8LpD1cHy'].join('');

async function folderAt(root: string, texts: Readonly<Record<string, string>>, baseline?: BaselineFile) {
  const files: WorkspaceFiles = {
    async *load() {
      for (const [file, text] of Object.entries(texts)) yield await Promise.resolve({ file, text });
    },
    read: () => Promise.resolve({ unreadable: 'is not asked for here' }),
    configuration: () => Promise.reject(new Error('is not asked for here')),
    baseline: () => Promise.resolve(baseline),
  };
  const folder = new Folder(root, files, createSession, () => Promise.resolve());
  await folder.ready;
  return folder;
}

describe('folderReports', () => {
  it('calls files by their names where there is one folder', async () => {
    const folders = [await folderAt('file:///work/api', { 'app.py': app })];
    const [report] = folderReports(folders);
    assert.equal(report?.nameOf('app.py'), 'app.py');
    assert.equal(uriOfName('a b/app.py', folders), 'file:///work/api/a%20b/app.py');
  });

  it('tells folders apart, also those of the same name', async () => {
    const folders = await Promise.all(
      ['file:///one/api', 'file:///two/api/', 'file:///work/my%20shop'].map((root) =>
        folderAt(root, { 'app.py': app }),
      ),
    );
    const names = folderReports(folders).map((report) => report.nameOf('app.py'));
    assert.deepEqual(names, ['api/app.py', 'api (2)/app.py', 'my shop/app.py']);
    assert.deepEqual(
      names.map((name) => uriOfName(name, folders)),
      ['file:///one/api/app.py', 'file:///two/api/app.py', 'file:///work/my%20shop/app.py'],
    );
  });
});

describe('reportedFolders', () => {
  it('leaves a document from elsewhere out of the report of a workspace', async () => {
    const known = new Map(
      await Promise.all(
        ['file:///work/api', 'file:///elsewhere'].map(async (root) => [root, await folderAt(root, {})] as const),
      ),
    );
    const folders = new Folders((root) => known.get(root) ?? assert.fail(root));
    folders.getFor('file:///elsewhere/page.md');
    assert.deepEqual(reportedFolders(folders), [known.get('file:///elsewhere')]);
    folders.add('file:///work/api');
    assert.deepEqual(reportedFolders(folders), [known.get('file:///work/api')]);
  });
});

describe('compareWithProjectBaseline', () => {
  const texts = { 'app.py': app, 'keys.py': `API_KEY = "${fakeKey}"\n` };
  const hashKey = (key: string, salt: string) => `${salt}:${key.length}`;

  /** A baseline that knows all findings of the folder `api`, and two that are gone. */
  async function written(): Promise<string> {
    const { findings } = (await folderAt('file:///work/api', texts)).analysis();
    const entries = findings.map(({ rule, file, symbol, code }) => ({
      rule,
      file: `api/${file}`,
      symbol,
      code,
      ...(file === 'keys.py' ? { hash: hashKey(fakeKey, '00') } : {}),
    }));
    const gone = [
      { rule: 'unprotected-route', file: 'api/gone.py', symbol: 'old', code: '1' },
      { rule: 'unprotected-route', file: 'other/gone.py', symbol: 'old', code: '1' },
    ];
    return JSON.stringify({ version: 1, salt: '00', findings: [...entries, ...gone] });
  }

  it('knows what the baseline of a folder above knows, keys by their hash', async () => {
    const folder = await folderAt('file:///work/api', texts, { text: await written(), prefix: 'api/' });
    const comparison = await compareWithProjectBaseline(folder, hashKey);
    assert.ok(typeof comparison === 'object');
    assert.deepEqual([...comparison.known], folder.analysis().findings);
    assert.deepEqual(
      comparison.gone.map(({ file }) => file),
      ['api/gone.py'],
    );
  });

  it('says of keys neither that they are known nor that they are gone where no hash can be made', async () => {
    const folder = await folderAt('file:///work/api', texts, { text: await written(), prefix: 'api/' });
    const comparison = await compareWithProjectBaseline(folder, undefined);
    assert.ok(typeof comparison === 'object');
    assert.deepEqual(
      [...comparison.known].map(({ file }) => file),
      ['app.py'],
    );
    assert.deepEqual(
      comparison.gone.map(({ file }) => file),
      ['api/gone.py'],
    );
  });

  it('says why a broken baseline is not used', async () => {
    const folder = await folderAt('file:///work/api', texts, { text: '{}', prefix: '' });
    assert.equal(
      await compareWithProjectBaseline(folder, hashKey),
      'The baseline of file:///work/api is not used: not a baseline of version 1',
    );
  });
});

describe('Folder.activeFindings', () => {
  it('leaves out what the baseline knows, until the code changes', async () => {
    const texts = { 'app.py': app };
    const [finding] = (await folderAt('file:///work/api', texts)).analysis().findings;
    assert.ok(finding);
    const { rule, file, symbol, code } = finding;
    const text = JSON.stringify({ version: 1, salt: '00', findings: [{ rule, file, symbol, code }] });
    const folder = await folderAt('file:///work/api', texts, { text, prefix: '' });
    const baseline = await readProjectBaseline(folder.root, folder.files);
    assert.ok(typeof baseline === 'object');
    folder.recognise = () => compareWithFolderBaseline(folder, baseline, undefined).known;
    assert.deepEqual(folder.activeFindings(), []);
    folder.openBuffer('app.py', app.replaceAll('view', 'other'));
    await folder.settled();
    assert.equal(folder.activeFindings().length, 1);
  });
});
