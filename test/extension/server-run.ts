/** The language server over stdio, as editors other than VS Code start it: what no editor's own interface can show. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  CodeActionRequest,
  CodeActionResolveRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExecuteCommandRequest,
  InitializedNotification,
  InitializeRequest,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgress,
  CancellationTokenSource,
  type CodeAction,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { serverCommands, type ScanSummary } from '../../src/protocol/messages';
import { demoWorkspace } from './editor/prepare';
import { runFolder } from './editor/run-folder';
import type { Totals } from './editor/run-in-page';
import { runTests, type Tests } from './editor/run-tests';
import { root } from './editor/versions';
import { check } from './suite/check';

/** Runs the built server and asks it as a client would. */
export async function runServer(): Promise<Totals> {
  return runTests(tests, () => Promise.resolve());
}

const tests: Tests = {
  'a fix is refused when the document changed since it was offered': () => withServer(demoWorkspace(), refuseStale),
  'a fix that is still true is resolved': () => withServer(demoWorkspace(), resolveFresh),
  'a workspace scan reports its progress': () => withServer(manyFiles(), reportProgress),
  'a workspace scan stops when it is cancelled while files are read for the first time': () =>
    withServer(manyFiles(), cancelScan),
};

/** Named by LSP's types, though workspace folders took its place. */
const noRoot = { rootUri: null };

const capabilities = {
  workspace: { workspaceEdit: { documentChanges: true }, workspaceFolders: true },
  textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } },
};

async function withServer(
  workspace: string,
  test: (connection: ProtocolConnection, workspace: string) => Promise<void>,
): Promise<void> {
  const child = spawn(process.execPath, [path.join(root, 'dist', 'cli.js'), 'lsp', '--stdio']);
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  try {
    const folder = { uri: pathToFileURL(workspace).toString(), name: 'test' };
    await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      ...noRoot,
      capabilities,
      workspaceFolders: [folder],
    });
    await connection.sendNotification(InitializedNotification.type, {});
    await test(connection, workspace);
  } finally {
    connection.dispose();
    child.kill();
  }
}

async function offeredFix(connection: ProtocolConnection, workspace: string) {
  const file = path.join(workspace, 'warehouse', 'records.py');
  const uri = pathToFileURL(file).toString();
  const text = readFileSync(file, 'utf8');
  const textDocument = { uri, languageId: 'python', version: 1, text };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  const line = text.split('\n').findIndex((one) => one.includes('def export_data'));
  const at = { line, character: 6 };
  const offered = await connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: at, end: at },
    context: { diagnostics: [] },
  });
  const fix = offered?.find((one): one is CodeAction => one.title.includes('require_api_key'));
  check(fix !== undefined && fix.edit === undefined, `no fix to resolve among ${JSON.stringify(offered)}`);
  return { fix, uri, text };
}

async function refuseStale(connection: ProtocolConnection, workspace: string): Promise<void> {
  const { fix, uri, text } = await offeredFix(connection, workspace);
  await connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text: `# one line more\n${text}` }],
  });
  const answer = await connection
    .sendRequest(CodeActionResolveRequest.type, fix)
    .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  check(typeof answer === 'string' && answer.includes('ask again'), JSON.stringify(answer));
}

async function resolveFresh(connection: ProtocolConnection, workspace: string): Promise<void> {
  const { fix } = await offeredFix(connection, workspace);
  const { edit } = await connection.sendRequest(CodeActionResolveRequest.type, fix);
  check(JSON.stringify(edit).includes('@require_api_key'), JSON.stringify(edit));
  check(JSON.stringify(edit).includes('"version":1'), `the edit names no version: ${JSON.stringify(edit)}`);
}

const fileCount = 2000;

/** Enough files for a scan to be interrupted. */
function manyFiles(): string {
  const folder = path.join(runFolder(), 'many');
  mkdirSync(folder);
  for (let at = 0; at < fileCount; at++) writeFileSync(path.join(folder, `module_${at}.py`), `VALUE = ${at}\n`);
  return folder;
}

async function reportProgress(connection: ProtocolConnection): Promise<void> {
  const messages: string[] = [];
  connection.onProgress(WorkDoneProgress.type, 'scan', (value) => {
    messages.push(`${value.kind} ${value.message ?? ''}`);
  });
  const summary = await scan(connection);
  check(!summary.cancelled && summary.files === fileCount, JSON.stringify(summary));
  check(messages[0]?.startsWith('begin') === true, messages.join());
  check(messages.includes('report 1,000 files read'), messages.join());
  check(messages.at(-1)?.startsWith('end') === true, messages.join());
}

async function cancelScan(connection: ProtocolConnection): Promise<void> {
  const cancellation = new CancellationTokenSource();
  connection.onProgress(WorkDoneProgress.type, 'scan', (value) => {
    if (value.message === 'reading the files') cancellation.cancel();
  });
  const summary = await scan(connection, cancellation);
  check(summary.cancelled && summary.files === 0, JSON.stringify(summary));
  const again = await scan(connection);
  check(!again.cancelled && again.files === fileCount, `after a cancelled one: ${JSON.stringify(again)}`);
}

function scan(connection: ProtocolConnection, cancellation?: CancellationTokenSource): Promise<ScanSummary> {
  const params = { command: serverCommands.scanWorkspace, workDoneToken: 'scan' };
  return connection.sendRequest(ExecuteCommandRequest.type, params, cancellation?.token) as Promise<ScanSummary>;
}
