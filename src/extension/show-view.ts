import * as vscode from 'vscode';
import { contextKeys } from './command-ids';

/** Makes the tree view part of the Explorer; in a workspace without Flask it would only be in the way. */
export async function showView(): Promise<void> {
  await vscode.commands.executeCommand('setContext', contextKeys.active, true);
}
