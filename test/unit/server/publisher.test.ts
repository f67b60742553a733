import assert from 'node:assert/strict';
import type { Connection } from 'vscode-languageserver';
import { Folder } from '../../../src/server/folder';
import { Folders } from '../../../src/server/folders';
import { Publisher } from '../../../src/server/publisher';
import type { ServerContext } from '../../../src/server/server-context';
import type { WorkspaceFiles } from '../../../src/server/workspace-files';
import { methods, type RoutesChanged } from '../../../src/protocol/messages';
import { createSession } from '../../support/session';

const app = 'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/x")\ndef view():\n    return "x"\n';

function folder(root: string, load: WorkspaceFiles['load']): Folder {
  const files: WorkspaceFiles = {
    load,
    read: () => Promise.resolve({ unreadable: 'is not asked for here' }),
    configuration: () => Promise.resolve({ settings: {}, problems: [] }),
    baseline: () => Promise.resolve(undefined),
  };
  return new Folder(root, files, createSession, () => Promise.resolve());
}

async function* readable(): ReturnType<WorkspaceFiles['load']> {
  yield await Promise.resolve({ file: 'app.py', text: app });
}

/** What a publisher says of the folders, and what it logs. */
async function publish(known: readonly Folder[]): Promise<{ routes: number; files: string[]; errors: string[] }> {
  const said = { routes: 0, files: [] as string[], errors: [] as string[] };
  const connection = {
    console: { error: (line: string) => said.errors.push(line.split('\n')[0] ?? '') },
    sendNotification: (method: string, counts: RoutesChanged) => {
      if (method === methods.routesChanged) said.routes = counts.total;
      return Promise.resolve();
    },
    sendDiagnostics: ({ uri }: { uri: string }) => {
      said.files.push(uri);
      return Promise.resolve();
    },
  };
  const folders = new Folders((root) => known.find((one) => one.root === root) ?? assert.fail(root));
  for (const { root } of known) folders.add(root);
  const context: ServerContext = {
    connection: connection as unknown as Connection,
    documents: undefined as unknown as ServerContext['documents'],
    folders,
    options: {},
    capabilities: {},
    pulls: false,
    publisher: undefined as unknown as ServerContext['publisher'],
    showAllFiles: () => undefined,
    showsAllFiles: () => true,
  };
  await new Publisher(() => context).publish();
  return said;
}

describe('Publisher', () => {
  const good = () => folder('file:///work/good', readable);

  it('tells what there is when a folder cannot be read, and names that one', async () => {
    const bad = folder('file:///work/bad', async function* () {
      await Promise.resolve();
      throw new Error('the disk is gone');
    });
    const said = await publish([bad, good()]);
    assert.deepEqual(said, { routes: 1, files: ['file:///work/good/app.py'], errors: [] });
    assert.deepEqual(bad.analysis().unreadable, [{ file: '.', reason: 'the disk is gone' }]);
  });

  it('tells what there is when a folder cannot be judged, and logs which', async () => {
    const bad = folder('file:///work/bad', readable);
    bad.settled = () => Promise.reject(new Error('a bug'));
    const said = await publish([bad, good()]);
    assert.equal(said.routes, 1);
    assert.deepEqual(said.files, ['file:///work/good/app.py']);
    assert.deepEqual(said.errors, ['Cannot judge file:///work/bad: Error: a bug']);
  });
});
