import path from 'node:path';
import * as vscode from 'vscode';
import type { GitRepository } from './git-api';

const show = 'Show';
const unstage = 'Unstage';
const move = 'Move to Environment';

/** A key that would be committed. */
export interface StagedKey {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly fingerprint: string;
}

/** One message for all keys that are staged; does what is chosen. */
export async function notifyOfKeys(keys: readonly StagedKey[], repository: GitRepository): Promise<void> {
  const [first] = keys;
  if (first === undefined) return;
  const files = [...new Set(keys.map(({ uri }) => uri.fsPath))];
  const where = files.length === 1 ? path.basename(files[0] ?? '') : `${files.length} files`;
  const what = keys.length === 1 ? 'A key is' : `${keys.length} keys are`;
  // The fix knows Python only.
  const choices = [show, unstage, ...(/\.pyw?$/.test(first.uri.path) ? [move] : [])];
  const choice = await vscode.window.showWarningMessage(
    `${what} staged in ${where}: the commit would hold it.`,
    ...choices,
  );
  if (choice === unstage) await repository.revert(files);
  if (choice !== show && choice !== move) return;
  const editor = await vscode.window.showTextDocument(first.uri, { selection: first.range });
  editor.revealRange(first.range, vscode.TextEditorRevealType.InCenter);
  if (choice === move) await vscode.commands.executeCommand('editor.action.quickFix');
}
