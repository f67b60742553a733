/** A language client over a server's standard streams that behaves like VS Code: it asks again when it is told to. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type CodeLens,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type Hover,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
} from 'vscode-languageserver/node';
import { builtCommandLine } from './built-command-line';

const capabilities = {
  window: { workDoneProgress: true },
  workspace: {
    workspaceFolders: true,
    codeLens: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: { diagnostic: {}, codeLens: {}, hover: {} },
};

/** What stands in an open document, as last answered. */
export interface Shown {
  lenses: readonly CodeLens[];
  diagnostics: readonly Diagnostic[];
}

/** One editor window with one server process. */
export class EditorClient {
  readonly shown = new Map<string, Shown>();
  private readonly versions = new Map<string, number>();

  private constructor(
    private readonly root: string,
    private readonly server: ChildProcess,
    private readonly connection: ProtocolConnection,
  ) {}

  /** Starts a server for a folder. */
  static async start(root: string): Promise<EditorClient> {
    const server = spawn(process.execPath, [builtCommandLine(), 'lsp', '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    const client = new EditorClient(root, server, connection);
    connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) =>
      items.map(() => ({})),
    );
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.onRequest('workspace/codeLens/refresh', () => {
      for (const file of client.shown.keys()) void client.askLenses(file);
      return null;
    });
    connection.onRequest('workspace/diagnostic/refresh', () => {
      for (const file of client.shown.keys()) void client.askDiagnostics(file);
      return null;
    });
    connection.onUnhandledNotification(() => undefined);
    connection.listen();
    const uri = pathToFileURL(root).toString();
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri,
      capabilities,
      workspaceFolders: [{ uri, name: 'workspace' }],
    });
    await connection.sendNotification('initialized', {});
    return client;
  }

  /** Opens a document, and asks for all that an editor shows of it. */
  async open(file: string, text: string): Promise<void> {
    const version = (this.versions.get(file) ?? 0) + 1;
    this.versions.set(file, version);
    this.shown.set(file, { lenses: [], diagnostics: [] });
    const textDocument = { uri: this.uriOf(file), languageId: 'python', version, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
    this.askAll(file);
  }

  /** Replaces a document's text. */
  async change(file: string, text: string): Promise<void> {
    const version = (this.versions.get(file) ?? 0) + 1;
    this.versions.set(file, version);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uriOf(file), version },
      contentChanges: [{ text }],
    });
    this.askAll(file);
  }

  /** Closes a document without saving it. */
  async close(file: string): Promise<void> {
    this.shown.delete(file);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri: this.uriOf(file) } });
  }

  /** Runs the command that scans the workspace. */
  async scan(): Promise<unknown> {
    return this.connection.sendRequest('workspace/executeCommand', { command: 'apiKeyGuard.server.scanWorkspace' });
  }

  /** What the editor shows for a pointer on a line. */
  async hover(file: string, line: number): Promise<Hover | null> {
    const position = { line, character: 6 };
    return this.connection.sendRequest<Hover | null>('textDocument/hover', {
      textDocument: { uri: this.uriOf(file) },
      position,
    });
  }

  /** Id of the server's process. */
  get processId(): number {
    return this.server.pid ?? 0;
  }

  /** Ends the server. */
  stop(): void {
    this.connection.dispose();
    this.server.kill();
  }

  private askAll(file: string): void {
    void this.askLenses(file);
    void this.askDiagnostics(file);
  }

  private async askLenses(file: string): Promise<void> {
    const version = this.versions.get(file);
    const lenses = await this.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri: this.uriOf(file) },
    });
    const shown = this.shown.get(file);
    if (shown && version === this.versions.get(file)) shown.lenses = lenses;
  }

  private async askDiagnostics(file: string): Promise<void> {
    const version = this.versions.get(file);
    const report = await this.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri: this.uriOf(file) },
    });
    const shown = this.shown.get(file);
    if (shown && version === this.versions.get(file) && report.kind === 'full') shown.diagnostics = report.items;
  }

  private uriOf(file: string): string {
    return pathToFileURL(path.join(this.root, file)).toString();
  }
}
