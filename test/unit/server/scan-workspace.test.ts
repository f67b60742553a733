import assert from 'node:assert/strict';
import { CancellationTokenSource } from 'vscode-languageserver';
import { Folder } from '../../../src/server/folder';
import { scanFolders } from '../../../src/server/requests/scan-workspace';
import type { WorkspaceFiles } from '../../../src/server/workspace-files';
import { createSession } from '../../support/session';

const fileCount = 200;

/** A folder of many small files; `reading` is told of each before it is read. */
async function folderOf(reading: (at: number) => void): Promise<Folder> {
  const files: WorkspaceFiles = {
    async *load() {
      for (let at = 0; at < fileCount; at++) {
        reading(at);
        yield await Promise.resolve({ file: `module_${at}.py`, text: `VALUE = ${at}\n` });
      }
    },
    read: () => Promise.resolve({ unreadable: 'is not asked for here' }),
    configuration: () => Promise.reject(new Error('is not asked for here')),
    baseline: () => Promise.reject(new Error('is not asked for here')),
  };
  const folder = new Folder('file:///workspace', files, createSession, () => Promise.resolve());
  await folder.ready;
  return folder;
}

describe('scanFolders', () => {
  it('reports its progress', async () => {
    const folder = await folderOf(() => undefined);
    const messages: string[] = [];
    const summary = await scanFolders([folder], { report: (said: string | number) => messages.push(String(said)) }, []);
    assert.equal(summary.cancelled, false);
    assert.equal(summary.files, fileCount);
    assert.deepEqual(messages.slice(0, 3), ['reading the workspace', '0 files read', '50 files read']);
  });

  it('stops half-way when it is cancelled, counts nothing, and can be done again', async () => {
    let source = new CancellationTokenSource();
    let last = 0;
    const folder = await folderOf((at) => {
      last = at;
      if (at === fileCount / 2) source.cancel();
    });
    source = new CancellationTokenSource();
    const summary = await scanFolders([folder], { report: () => undefined }, [source.token]);
    assert.equal(summary.cancelled, true);
    assert.equal(summary.files, 0);
    assert.equal(last, fileCount / 2);
    assert.equal((await scanFolders([folder], { report: () => undefined }, [])).files, fileCount);
  });
});
