import * as vscode from 'vscode';
import { commandIds } from '../command-ids';
import { runCommandLine } from './command-line';
import { findGitApi } from './git-api';

/** Registers the commands that install and uninstall the commit hook; both ask when there are more repositories. */
export function registerHookCommands(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.commands.registerCommand(commandIds.installHook, () => runHook('install')),
    vscode.commands.registerCommand(commandIds.uninstallHook, () => runHook('uninstall')),
  );
}

async function runHook(action: 'install' | 'uninstall'): Promise<void> {
  const git = await findGitApi();
  const roots = git?.repositories.map(({ rootUri }) => rootUri.fsPath) ?? [];
  if (git === undefined || roots.length === 0) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('No git repository is open, or the Git extension is switched off.'),
    );
    return;
  }
  const root =
    roots.length === 1
      ? roots[0]
      : await vscode.window.showQuickPick(roots, { title: vscode.l10n.t('In which repository?') });
  if (root === undefined) return;
  const { status, output, errors } = await runCommandLine(['hook', action], root, git.git.path);
  if (status === 0) void vscode.window.showInformationMessage(output.trim());
  else void vscode.window.showErrorMessage(errors.trim());
}
