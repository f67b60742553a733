import * as vscode from 'vscode';
import { methods, type ReportRequest } from '../../protocol/messages';
import { htmlPage } from '../../report/html/html-page';
import { html } from '../../report/html/html-text';
import { reportPanel } from '../command-ids';
import type { ServerHandle } from '../server-handle';
import type { FromReportPage, ToReportPage } from './page-messages';

/** Milliseconds without an analysis after which an open report is made again: nobody reads it while they type. */
const pause = 300;

/** *API Key Guard: Security Report*, one panel that follows the analysis while it can be seen. */
export class ReportView implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isReady = false;
  private sent = '';
  private readonly settledEmitter = new vscode.EventEmitter<void>();
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(
    private readonly server: ServerHandle,
    private readonly extensionUri: vscode.Uri,
  ) {
    this.subscriptions = [
      server.onAnalysed(() => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.refresh(), pause);
      }),
      vscode.window.registerWebviewPanelSerializer(reportPanel, this),
    ];
  }

  /** Shows the report; the one that is open comes to the front. Done when the page has its content or is closed. */
  async open(): Promise<void> {
    await this.server.get();
    if (this.panel) this.panel.reveal();
    else this.show(vscode.window.createWebviewPanel(reportPanel, title(), vscode.ViewColumn.Active));
    if (this.isReady) return;
    await new Promise((resolve) => {
      const waiting = this.settledEmitter.event(() => {
        waiting.dispose();
        resolve(undefined);
      });
    });
  }

  /** Called by VS Code for a report that was open when the window closed. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.show(panel);
    await this.server.get();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.panel?.dispose();
    this.settledEmitter.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private show(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    const { webview } = panel;
    const scripts = vscode.Uri.joinPath(this.extensionUri, 'dist', 'browser');
    const script = webview.asWebviewUri(vscode.Uri.joinPath(scripts, 'report-page.js')).toString();
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.svg');
    webview.options = { enableScripts: true, localResourceRoots: [scripts] };
    webview.onDidReceiveMessage((message: FromReportPage) => this.receive(message));
    panel.onDidChangeViewState(() => {
      // A hidden page is thrown away, and says that it is ready when it is shown again.
      if (!panel.visible) this.isReady = false;
    });
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.isReady = false;
      this.settledEmitter.fire();
    });
    webview.html = htmlPage(html`<main></main>`, { nonce: crypto.randomUUID(), script });
  }

  private async receive(message: FromReportPage): Promise<void> {
    if (message.kind === 'open') {
      await this.openPlace(message.uri, message.line);
      return;
    }
    this.isReady = true;
    this.sent = '';
    await this.refresh();
  }

  private async refresh(): Promise<void> {
    if (!this.isReady) return;
    const client = await this.server.get();
    const content = await client.sendRequest<string>(methods.report, { format: 'view' } satisfies ReportRequest);
    if (content === this.sent) return;
    this.sent = content;
    await this.panel?.webview.postMessage({ content } satisfies ToReportPage);
    this.settledEmitter.fire();
  }

  /** Not over the report: in another group, so that both can be read. */
  private async openPlace(uri: string, line: number): Promise<void> {
    const at = new vscode.Position(Math.max(0, line - 1), 0);
    const other = vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn !== this.panel?.viewColumn);
    await vscode.window.showTextDocument(vscode.Uri.parse(uri), {
      selection: new vscode.Range(at, at),
      viewColumn: other?.viewColumn ?? vscode.ViewColumn.Beside,
    });
  }
}

const title = (): string => vscode.l10n.t('Security Report');
