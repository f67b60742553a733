import { CodeLensRefreshRequest, type Diagnostic } from 'vscode-languageserver';
import { methods } from '../protocol/messages';
import { findingsByFile, toDiagnostic } from './diagnostics';
import type { Folder } from './folder';
import { countRoutes, routeSignatures } from './routes-summary';
import type { ServerContext } from './server-context';
import { settledFolders } from './settled-folders';
import { lensTitle } from './verdict-words';

/** Milliseconds without a key press after which results are sent. */
const typingPause = 120;

/**
 * Sends what changed after an analysis: diagnostics, route counts, and requests to fetch lenses and diagnostics
 * again when an edit in one file changed what another one shows.
 */
export class Publisher {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly published = new Map<string, string>();
  private sentRoutes: readonly string[] = [];
  private shownLenses = '';
  private shownFindings = '';
  private owesLenses = false;

  constructor(private readonly context: () => ServerContext) {}

  /** Publishes when typing pauses. */
  touch(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.publish().catch((error: unknown) => {
        this.context().connection.console.error(`Cannot publish results: ${String(error)}`);
      });
    }, typingPause);
  }

  /** Lenses were asked for before they were known: they will be asked for again. */
  oweLenses(): void {
    this.owesLenses = true;
    this.touch();
  }

  /** Publishes at once. */
  async publish(): Promise<void> {
    const context = this.context();
    const folders = await settledFolders(context, context.folders.allWithLoose);
    if (!context.pulls) for (const folder of folders) await this.publishDiagnostics(context, folder);
    await this.notifyRoutes(
      context,
      folders.filter((folder) => context.folders.all.includes(folder)),
    );
    await context.connection.sendNotification(methods.analysed);
    await this.refreshLenses(context, folders);
    if (context.pulls) await this.refreshDiagnostics(context, folders);
  }

  /** Takes a folder's diagnostics away, after it left the workspace. */
  async clear(folder: Folder): Promise<void> {
    for (const uri of [...this.published.keys()])
      if (folder.uris.fileOf(uri) !== undefined) await this.send(this.context(), uri, []);
  }

  private async publishDiagnostics(context: ServerContext, folder: Folder): Promise<void> {
    const findings = findingsByFile(folder);
    const open = new Set(folder.openFiles);
    const stale = new Set([...this.published.keys()].filter((uri) => folder.uris.fileOf(uri) !== undefined));
    for (const [file, list] of findings) {
      if (!open.has(file) && !context.showsAllFiles(folder)) continue;
      const uri = folder.uris.uriOf(file);
      stale.delete(uri);
      await this.send(
        context,
        uri,
        list.map((finding) => toDiagnostic(folder, finding, context.options)),
      );
    }
    for (const uri of stale) await this.send(context, uri, []);
  }

  private async send(context: ServerContext, uri: string, diagnostics: Diagnostic[]): Promise<void> {
    const signature = diagnostics.length === 0 ? '' : JSON.stringify(diagnostics);
    if ((this.published.get(uri) ?? '') === signature) return;
    if (signature === '') this.published.delete(uri);
    else this.published.set(uri, signature);
    await context.connection.sendDiagnostics({ uri, diagnostics });
  }

  private async notifyRoutes(context: ServerContext, folders: readonly Folder[]): Promise<void> {
    const signatures = folders.flatMap(routeSignatures);
    const isSent = signatures.length === this.sentRoutes.length;
    if (isSent && signatures.every((signature, at) => signature === this.sentRoutes[at])) return;
    this.sentRoutes = signatures;
    await context.connection.sendNotification(
      methods.routesChanged,
      countRoutes(folders.map((folder) => folder.analysis())),
    );
  }

  private async refreshLenses(context: ServerContext, folders: readonly Folder[]): Promise<void> {
    const lenses = JSON.stringify(
      openFiles(folders).map(([folder, file]) => [
        folder.editor.codeLens,
        ...folder.analysis().routes.flatMap((route) => (route.location.file === file ? [lensTitle(route, false)] : [])),
      ]),
    );
    if (lenses === this.shownLenses && !this.owesLenses) return;
    this.shownLenses = lenses;
    this.owesLenses = false;
    if (context.capabilities.workspace?.codeLens?.refreshSupport)
      await context.connection.sendRequest(CodeLensRefreshRequest.type);
  }

  private async refreshDiagnostics(context: ServerContext, folders: readonly Folder[]): Promise<void> {
    const findings = JSON.stringify(
      openFiles(folders).map(([folder, file]) =>
        folder.analysis().findings.flatMap((finding) => (finding.file === file ? [finding.message] : [])),
      ),
    );
    if (findings === this.shownFindings) return;
    this.shownFindings = findings;
    if (context.capabilities.workspace?.diagnostics?.refreshSupport)
      await context.connection.languages.diagnostics.refresh();
  }
}

function openFiles(folders: readonly Folder[]): [Folder, string][] {
  return folders.flatMap((folder) => folder.openFiles.map((file): [Folder, string] => [folder, file]));
}
