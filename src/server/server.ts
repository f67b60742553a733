import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Session } from '../core/analysis/session';
import {
  methods,
  serverCommands,
  type AgentQuestion,
  type FixAllParams,
  type InitializationOptions,
  type ReportRequest,
  type VerifyRequest,
} from '../protocol/messages';
import { chooseFiles } from './choose-files';
import { Folder } from './folder';
import { Folders } from './folders';
import { Publisher } from './publisher';
import { codeAction, codeActionKinds } from './requests/code-action';
import { codeActionResolve } from './requests/code-action-resolve';
import { codeLens } from './requests/code-lens';
import { configureFolder } from './requests/configuration';
import { documentDiagnostics } from './requests/document-diagnostics';
import { fixAll } from './requests/fix-all';
import { hover } from './requests/hover';
import { askAgent } from './requests/ask-agent';
import { guardTests } from './requests/guard-tests';
import { report } from './requests/report';
import { routes } from './requests/routes';
import { executeCommand } from './requests/scan-workspace';
import { verify } from './requests/verify';
import { fileWatchers, watchedFiles } from './requests/watched-files';
import { workspaceDiagnostics } from './requests/workspace-diagnostics';
import type { ServerContext } from './server-context';
import type { ServerHost } from './workspace-files';

/** Serves one client over a connection until the client says goodbye; the transports' entries call this. */
export function startServer(connection: Connection, host: ServerHost): void {
  connection.onInitialize((params) => {
    const context = createContext(connection, host, params);
    listen(context, host, params);
    return initializeResult(context, params);
  });
  connection.listen();
}

function createContext(connection: Connection, host: ServerHost, params: InitializeParams): ServerContext {
  const options = readOptions(params.initializationOptions);
  const publisher = new Publisher(() => context);
  const showing = { allFiles: false };
  let binaries: ReturnType<ServerHost['loadParser']> | undefined;
  // Not before the first folder is there: in a browser the client reads them, and answers only after `initialize`.
  const createSession = async () => Session.create(await (binaries ??= host.loadParser(options.binaries)));
  const open = (root: string, isWorkspace: boolean) => {
    const files = isWorkspace ? chooseFiles(root, connection, host, options) : undefined;
    const folder: Folder = new Folder(root, files, createSession, () =>
      configureFolder(context, folder, files, host.hashKey),
    );
    const started = Date.now();
    const told = folder.ready.then(() => {
      if (isWorkspace) connection.console.info(`${root}: ${folder.fileCount} files read in ${Date.now() - started} ms`);
      publisher.touch();
    });
    told.catch((error: unknown) => {
      connection.console.error(`Cannot read ${root}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
    });
    return folder;
  };
  const context: ServerContext = {
    connection,
    documents: new TextDocuments(TextDocument),
    folders: new Folders(open),
    options,
    capabilities: params.capabilities,
    pulls: options.pushDiagnostics !== true && params.capabilities.textDocument?.diagnostic !== undefined,
    publisher,
    showAllFiles: () => {
      showing.allFiles = true;
      publisher.touch();
    },
    showsAllFiles: (folder) => showing.allFiles || folder.editor.diagnostics === 'workspace',
  };
  return context;
}

function readOptions(sent: unknown): InitializationOptions {
  return typeof sent === 'object' && sent !== null ? sent : {};
}

function listen(context: ServerContext, host: ServerHost, params: InitializeParams): void {
  const { connection, documents, publisher } = context;
  documents.onDidChangeContent(({ document }) => {
    const folder = context.folders.getFor(document.uri);
    const file = folder.uris.fileOf(document.uri);
    if (file !== undefined) folder.openBuffer(file, document.getText());
    publisher.touch();
  });
  documents.onDidClose(async ({ document }) => {
    const folder = context.folders.getFor(document.uri);
    const file = folder.uris.fileOf(document.uri);
    if (file !== undefined) await folder.closeBuffer(file);
    publisher.touch();
  });
  documents.listen(connection);
  connection.onCodeLens((request) => codeLens(context, request));
  connection.onCodeAction((request) => codeAction(context, request));
  connection.onCodeActionResolve((action) => codeActionResolve(context, action));
  connection.onHover((request) => hover(context, host, request));
  connection.languages.diagnostics.on((request, token) => documentDiagnostics(context, request, token));
  connection.languages.diagnostics.onWorkspace((request) => workspaceDiagnostics(context, request));
  connection.onExecuteCommand((request, token, progress) => executeCommand(context, request, token, progress));
  connection.onRequest(methods.routes, () => routes(context));
  connection.onRequest(methods.guardTests, () => guardTests(context));
  connection.onRequest(methods.report, (request: ReportRequest) => report(context, host, request));
  connection.onRequest(methods.askAgent, (question: AgentQuestion) => askAgent(context, question));
  connection.onRequest(methods.verify, (request: VerifyRequest, token: CancellationToken) =>
    verify(context, host, request, token),
  );
  connection.onRequest(methods.fixAll, (request: FixAllParams) => fixAll(context, request));
  const reconfigure = async (folder: Folder) => {
    await configureFolder(context, folder, chooseFiles(folder.root, connection, host, context.options), host.hashKey);
    publisher.touch();
  };
  connection.onDidChangeWatchedFiles((change) => watchedFiles(context, change, reconfigure));
  connection.onDidChangeConfiguration(async () => {
    await Promise.all(context.folders.allWithLoose.map(reconfigure));
  });
  connection.onInitialized(async () => {
    // Before anything is awaited: a document that arrives meanwhile must find its folder.
    for (const folder of params.workspaceFolders ?? []) context.folders.add(folder.uri);
    await subscribe(context);
  });
}

async function subscribe(context: ServerContext): Promise<void> {
  const { connection, capabilities, folders, publisher } = context;
  if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration)
    await connection.client.register(DidChangeConfigurationNotification.type, { section: 'apiKeyGuard' });
  if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration)
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: fileWatchers });
  if (!capabilities.workspace?.workspaceFolders) return;
  connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
    for (const { uri } of removed) {
      const folder = folders.remove(uri);
      if (folder) await publisher.clear(folder);
    }
    for (const { uri } of added) folders.add(uri);
    folders.forgetLoose();
    for (const document of context.documents.all()) {
      const folder = folders.getFor(document.uri);
      const file = folder.uris.fileOf(document.uri);
      if (file !== undefined) folder.openBuffer(file, document.getText());
    }
    publisher.touch();
  });
}

function initializeResult(context: ServerContext, params: InitializeParams): InitializeResult {
  const resolveProvider = params.capabilities.textDocument?.codeAction?.resolveSupport !== undefined;
  const capabilities: ServerCapabilities = {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    codeLensProvider: {},
    codeActionProvider: { codeActionKinds: [...codeActionKinds], resolveProvider },
    hoverProvider: true,
    executeCommandProvider: { commands: Object.values(serverCommands), workDoneProgress: true },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(context.pulls
      ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true, identifier: 'api-key-guard' } }
      : {}),
  };
  return { capabilities, serverInfo: { name: 'API Key Guard' } };
}
