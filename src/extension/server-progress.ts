import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

let requests = 0;

/**
 * Runs a request with a notification that shows how far the server is, and a cancel button. The server reports to a token
 * of ours, because the client would put a progress of the server's own out of sight.
 */
export async function withServerProgress<T>(
  client: BaseLanguageClient,
  title: string,
  run: (workDoneToken: string, cancellation: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  const { WorkDoneProgress } = await import('vscode-languageclient');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, cancellation) => {
    const workDoneToken = `apiKeyGuard.${++requests}`;
    const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind !== 'end') progress.report(value.message === undefined ? {} : { message: value.message });
    });
    try {
      return await run(workDoneToken, cancellation);
    } finally {
      listening.dispose();
    }
  });
}
