import * as vscode from 'vscode';
import { methods, type GuardTests } from '../../protocol/messages';
import { commandIds } from '../command-ids';
import type { ServerHandle } from '../server-handle';

/** Creates a pytest file that expects every route to refuse callers without a key; one that is there is replaced on request only. */
export async function createGuardTests(server: ServerHandle): Promise<void> {
  const client = await server.get();
  const made = await client.sendRequest<GuardTests[]>(methods.guardTests);
  if (made.length === 0) void offerScan();
  for (const { uri, text } of made) await create(vscode.Uri.parse(uri), text);
}

async function offerScan(): Promise<void> {
  const scan = vscode.l10n.t('Scan Workspace');
  const says = vscode.l10n.t('No Flask app is made in this workspace, so there is nothing to test.');
  const choice = await vscode.window.showInformationMessage(says, scan);
  if (choice === scan) await vscode.commands.executeCommand(commandIds.scanWorkspace);
}

async function create(uri: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const isNew = !(await exists(uri));
  // Never over a file that is there: it may be somebody's work.
  edit.createFile(uri, { ignoreIfExists: true, contents: new TextEncoder().encode(text) });
  await vscode.workspace.applyEdit(edit);
  const { document } = await vscode.window.showTextDocument(uri);
  // Not awaited: the file is there, whatever the person answers.
  if (isNew || document.getText() === text) void offerRun(uri, isNew);
  else void offerReplace(document, text);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}

/** The command is typed, not run: only the person knows which Python has the app's packages. */
async function offerRun(uri: vscode.Uri, isNew: boolean): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const file = vscode.workspace.asRelativePath(uri, false);
  const says = isNew
    ? vscode.l10n.t('{0} is created: it expects every route to refuse callers without a key.', file)
    : vscode.l10n.t('{0} is up to date.', file);
  const run = vscode.l10n.t('Run in Terminal');
  // Where there is no terminal there is nothing to choose: the file itself is on the screen.
  if (!vscode.workspace.isTrusted || uri.scheme !== 'file' || !folder) return;
  if ((await vscode.window.showInformationMessage(says, run)) !== run) return;
  const terminal = vscode.window.createTerminal({ name: 'API Key Guard', cwd: folder.uri });
  terminal.show();
  terminal.sendText(`python3 -m pytest "${file}"`, false);
}

async function offerReplace(document: vscode.TextDocument, text: string): Promise<void> {
  const file = vscode.workspace.asRelativePath(document.uri, false);
  const replace = vscode.l10n.t('Replace');
  const says = vscode.l10n.t('{0} is there already and was left as it is.', file);
  const choice = await vscode.window.showInformationMessage(says, replace);
  if (choice !== replace) return;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document);
}
