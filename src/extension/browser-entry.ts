// The extension in a web extension host: vscode.dev, github.dev.
import * as vscode from 'vscode';
import { activateWith } from './activation';
import { clientId, clientName } from './client-options';

/** Called by VS Code once the workspace has Python, or when one of the commands runs. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const server = vscode.Uri.joinPath(context.extensionUri, 'dist', 'browser', 'server.js');
  await activateWith(context, async (options) => {
    const { BrowserMessageReader, BrowserMessageWriter, LanguageClient } =
      await import('vscode-languageclient/browser');
    const start = () => {
      const worker = new Worker(server.toString(true));
      context.subscriptions.push({ dispose: worker.terminate.bind(worker) });
      // Not the worker itself, though the client would take one: VS Code's host puts a function in the place of
      // `Worker`, so that the client's `instanceof Worker` never holds.
      return Promise.resolve({ reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) });
    };
    return new LanguageClient(clientId, clientName, start, options);
  });
}
