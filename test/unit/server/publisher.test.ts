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

interface Said {
  routes: number;
  readonly files: string[];
  readonly errors: string[];
  refreshes: number;
}

/** A publisher of folders, and what it says. */
function publisherOf(known: readonly Folder[]): { readonly said: Said; readonly publisher: Publisher } {
  const said: Said = { routes: 0, files: [], errors: [], refreshes: 0 };
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
  const sendRequest = () => {
    said.refreshes++;
    return Promise.resolve();
  };
  const folders = new Folders((root) => known.find((one) => one.root === root) ?? assert.fail(root));
  for (const { root } of known) folders.add(root);
  const context: ServerContext = {
    connection: { ...connection, sendRequest } as unknown as Connection,
    documents: undefined as unknown as ServerContext['documents'],
    folders,
    options: {},
    capabilities: { workspace: { codeLens: { refreshSupport: true } } },
    pulls: false,
    publisher: undefined as unknown as ServerContext['publisher'],
    showAllFiles: () => undefined,
    showsAllFiles: () => true,
  };
  return { said, publisher: new Publisher(() => context) };
}

async function publish(known: readonly Folder[]): Promise<Said> {
  const { said, publisher } = publisherOf(known);
  await publisher.publish();
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
    assert.deepEqual([said.routes, said.files, said.errors], [1, ['file:///work/good/app.py'], []]);
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

  it('has lenses fetched again when the setting about them changes, and not before', async () => {
    const shop = good();
    await shop.settled();
    shop.openBuffer('app.py', app);
    const { said, publisher } = publisherOf([shop]);
    for (const _ of [1, 2]) await publisher.publish();
    assert.equal(said.refreshes, 1);
    shop.configure(shop.settings, { ...shop.editor, codeLens: 'off' });
    await publisher.publish();
    assert.equal(said.refreshes, 2);
  });
});
