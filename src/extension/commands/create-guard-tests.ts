import * as vscode from 'vscode';
import { methods, type GuardTests } from '../../protocol/messages';
import type { ServerHandle } from '../server-handle';

/** Creates a pytest file that expects every route to refuse callers without a key; a file that is there is shown instead. */
export async function createGuardTests(server: ServerHandle): Promise<void> {
  const client = await server.get();
  const made = await client.sendRequest<GuardTests[]>(methods.guardTests);
  if (made.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No Flask app is made in this workspace, so there is nothing to test.'),
    );
    return;
  }
  for (const { uri, text } of made) await create(vscode.Uri.parse(uri), text);
}

async function create(uri: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  // Never over a file that is there: it may be somebody's work.
  edit.createFile(uri, { ignoreIfExists: true, contents: new TextEncoder().encode(text) });
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(uri);
}
