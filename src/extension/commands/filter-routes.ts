import * as vscode from 'vscode';
import type { RouteNode } from '../route-nodes';
import type { RoutesTree } from '../routes-tree';

/** Asks for a text and shows the routes that contain it; the view says what it is filtered by. */
export async function filterRoutes(tree: RoutesTree, view: vscode.TreeView<RouteNode>, given: unknown): Promise<void> {
  const text =
    typeof given === 'string'
      ? given
      : await vscode.window.showInputBox({
          prompt: vscode.l10n.t('Show routes whose method, path, handler or verdict contains every word'),
          placeHolder: 'POST /api/orders',
          value: tree.view.filter,
        });
  if (text === undefined) return;
  view.description = text.trim();
  await tree.show({ filter: text.trim() });
}
