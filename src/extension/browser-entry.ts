// The extension in a web extension host: vscode.dev, github.dev.
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { activateWith } from './activation';
import { clientId, clientName } from './client-options';

/** Called by VS Code once the workspace has Python, or when one of the commands runs. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const server = vscode.Uri.joinPath(context.extensionUri, 'dist', 'browser', 'server.js');
  await activateWith(context, (options) => {
    const start = () => {
      const worker = new Worker(server.toString(true));
      context.subscriptions.push({ dispose: worker.terminate.bind(worker) });
      return Promise.resolve(worker);
    };
    return new LanguageClient(clientId, clientName, start, options);
  });
}
