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

type HookAction = 'install' | 'uninstall';

async function runHook(action: HookAction): Promise<void> {
  const git = await findGitApi();
  const roots = git?.repositories.map(({ rootUri }) => rootUri.fsPath) ?? [];
  if (git === undefined || roots.length === 0) {
    void offerSourceControl();
    return;
  }
  const root =
    roots.length === 1
      ? roots[0]
      : await vscode.window.showQuickPick(roots, { title: vscode.l10n.t('In which repository?') });
  if (root !== undefined) await runIn(root, action, git.git.path);
}

async function offerSourceControl(): Promise<void> {
  const open = vscode.l10n.t('Open Source Control');
  const says = vscode.l10n.t('No git repository is open, or the Git extension is switched off.');
  const choice = await vscode.window.showWarningMessage(says, open);
  if (choice === open) await vscode.commands.executeCommand('workbench.view.scm');
}

async function runIn(root: string, action: HookAction, git: string): Promise<void> {
  const { status, output, errors } = await runCommandLine(['hook', action], root, git);
  if (status === 0)
    void offerUndo(output.trim(), () => runIn(root, action === 'install' ? 'uninstall' : 'install', git));
  else void vscode.window.showErrorMessage(errors.trim());
}

async function offerUndo(says: string, takeBack: () => Promise<void>): Promise<void> {
  const undo = vscode.l10n.t('Undo');
  if ((await vscode.window.showInformationMessage(says, undo)) === undo) await takeBack();
}
