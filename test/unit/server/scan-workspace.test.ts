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
    assert.deepEqual(messages.slice(0, 3), ['reading the files', '0 files read', '50 files read']);
  });

  it('reports how far judging is, of several folders by their names', async () => {
    const route = (at: number) => `@app.get("/x${at}")\ndef view_${at}():\n    return "x"\n\n\n`;
    const app = `from flask import Flask\n\napp = Flask(__name__)\n\n\n${[...Array(300).keys()].map(route).join('')}`;
    const files: WorkspaceFiles = {
      async *load() {
        yield await Promise.resolve({ file: 'app.py', text: app });
      },
      read: () => Promise.resolve({ unreadable: 'is not asked for here' }),
      configuration: () => Promise.reject(new Error('is not asked for here')),
      baseline: () => Promise.reject(new Error('is not asked for here')),
    };
    const folder = new Folder('file:///work/shop', files, createSession, () => Promise.resolve());
    const messages: string[] = [];
    const report = (said: string | number) => messages.push(String(said));
    await scanFolders([folder, await folderOf(() => undefined)], { report }, []);
    assert.ok(
      messages.some((says) => /^shop: \d[\d,]* of 300 routes judged$/.test(says)),
      messages.join('\n'),
    );
    assert.ok(messages.includes('workspace: 50 files read'), messages.join('\n'));
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
