import path from 'node:path';
import * as vscode from 'vscode';
import type { GitRepository } from './git-api';

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
  const [show, unstage] = [vscode.l10n.t('Show'), vscode.l10n.t('Unstage')];
  const move = vscode.l10n.t('Move to Environment');
  // The fix knows Python only.
  const choices = [show, unstage, ...(/\.pyw?$/.test(first.uri.path) ? [move] : [])];
  const choice = await vscode.window.showWarningMessage(keysAreStaged(keys.length, files), ...choices);
  if (choice === unstage) await repository.revert(files);
  if (choice !== show && choice !== move) return;
  const editor = await vscode.window.showTextDocument(first.uri, { selection: first.range });
  editor.revealRange(first.range, vscode.TextEditorRevealType.InCenter);
  if (choice === move) await vscode.commands.executeCommand('editor.action.quickFix');
}

function keysAreStaged(count: number, files: readonly string[]): string {
  const where = files.length === 1 ? path.basename(files[0] ?? '') : vscode.l10n.t('{0} files', files.length);
  return count === 1
    ? vscode.l10n.t('A key is staged in {0}: the commit would hold it.', where)
    : vscode.l10n.t('{0} keys are staged in {1}: the commit would hold them.', count, where);
}
