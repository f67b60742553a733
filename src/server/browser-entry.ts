// The language server in a web worker of vscode.dev and its like: every byte comes from the editor.
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { readBytes } from './editor-files';
import { startServer } from './server';
import type { ServerHost } from './workspace-files';

// A worker's `self` is a port to its page; TypeScript's DOM types only know it as a window.
const port = self as unknown as MessagePort;
const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(port),
  new BrowserMessageWriter(port),
);

const host: ServerHost = {
  disk: undefined,
  askApp: undefined,
  // Browsers have no scrypt.
  hashKey: undefined,
  keyAge: undefined,
  async loadParser(folder) {
    if (folder === undefined) throw new Error('the client names no folder with the parser');
    const [runtime, python] = await readBytes(connection, [
      `${folder}/web-tree-sitter.wasm`,
      `${folder}/tree-sitter-python.wasm`,
    ]);
    if (!runtime || !python) throw new Error(`no parser in ${folder}`);
    return { runtime, python };
  },
};

startServer(connection, host);
