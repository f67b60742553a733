/** Everything that the language server sends while an editor opens every file of a folder and asks for all it offers. */
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  createConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { methods, type ReportRequest } from '../../src/protocol/messages';
import { nodeHost } from '../../src/server/node-host';
import { startServer } from '../../src/server/server';

const capabilities = {
  workspace: { workspaceEdit: { documentChanges: true }, workspaceFolders: true },
  textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } }, diagnostic: {} },
};

/** The bytes from server to editor as text; `files` are in `root` on the disk already. */
export async function serverTraffic(root: string, files: ReadonlyMap<string, string>): Promise<string> {
  const toServer = new PassThrough();
  const toEditor = new PassThrough();
  const sent: Buffer[] = [];
  toEditor.on('data', (chunk: Buffer) => sent.push(chunk));
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toEditor));
  startServer(server, nodeHost);
  const editor = createProtocolConnection(new StreamMessageReader(toEditor), new StreamMessageWriter(toServer));
  editor.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) => items.map(() => ({})));
  editor.onUnhandledNotification(() => undefined);
  editor.listen();
  await editor.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities,
    initializationOptions: { icons: true },
    workspaceFolders: [{ uri: pathToFileURL(root).toString(), name: 'planted' }],
  });
  await editor.sendNotification('initialized', {});
  for (const [file, text] of files) {
    const uri = pathToFileURL(path.join(root, file)).toString();
    await editor.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'plaintext', version: 1, text },
    });
    const lines = text.split('\n');
    const range = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
    await editor.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
    await editor.sendRequest('textDocument/codeLens', { textDocument: { uri } });
    await editor.sendRequest('textDocument/codeAction', { textDocument: { uri }, range, context: { diagnostics: [] } });
    for (const line of lines.keys())
      await editor.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line, character: 6 } });
  }
  for (const format of ['view', 'html', 'markdown', 'json', 'sarif'] satisfies ReportRequest['format'][])
    await editor.sendRequest(methods.report, { format } satisfies ReportRequest);
  editor.dispose();
  server.dispose();
  return Buffer.concat(sent).toString('utf8');
}
