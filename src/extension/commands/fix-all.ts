import * as vscode from 'vscode';
import type { WorkspaceEdit } from 'vscode-languageclient';
import { methods, type FixAllParams, type FixAllResult } from '../../protocol/messages';
import type { RouteNode } from '../route-nodes';
import type { ServerHandle } from '../server-handle';

/** Fixes the file in the active editor. */
export async function fixFile(server: ServerHandle): Promise<number> {
  const uri = vscode.window.activeTextEditor?.document.uri.toString();
  return uri === undefined ? 0 : fixAll(server, { uri });
}

/** Fixes the routes of a blueprint of the tree. */
export async function fixBlueprint(server: ServerHandle, node: RouteNode | undefined): Promise<number> {
  if (node?.kind !== 'blueprint' || node.routes[0] === undefined) return 0;
  return fixAll(server, { uri: node.routes[0].uri, blueprint: node.blueprint ?? node.label });
}

/** Asks for the safe fixes and applies them through the refactor preview; gives how many there are. */
export async function fixAll(server: ServerHandle, scope: Omit<FixAllParams, 'confirm'>): Promise<number> {
  const client = await server.get();
  const params: FixAllParams = { ...scope, confirm: true };
  const { count, edit } = await client.sendRequest<FixAllResult>(methods.fixAll, params);
  if (count === 0) {
    void vscode.window.setStatusBarMessage(vscode.l10n.t('$(shield) API Key Guard: nothing to fix safely here'), 5000);
    return 0;
  }
  const converted = await client.protocol2CodeConverter.asWorkspaceEdit(edit as WorkspaceEdit);
  // Not awaited: the person may take their time over the preview.
  void vscode.workspace.applyEdit(converted, { isRefactoring: true });
  return count;
}
