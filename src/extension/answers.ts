import * as vscode from 'vscode';

const scheme = 'api-key-guard-answers';

/** What running apps answered, as documents that nobody can edit or is asked to save. */
export class Answers implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changeEmitter = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changeEmitter.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);

  /** Shows the answers of one app; an open document of the same app shows them in the place of the old ones. */
  async show(url: string, report: string): Promise<void> {
    const name = url
      .replace(/^\w+:\/\//, '')
      .replaceAll(/[^\w.:-]+/g, ' ')
      .trim();
    const uri = vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('Answers of {0}', name)}` });
    this.texts.set(uri.path, report);
    this.changeEmitter.fire(uri);
    await vscode.window.showTextDocument(uri, { preview: true });
  }

  /** Also of a document that was open when the window closed. */
  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? vscode.l10n.t('Run Verify Running App again to see the answers here.');
  }

  dispose(): void {
    this.registration.dispose();
    this.changeEmitter.dispose();
  }
}
