import * as vscode from 'vscode';
import type { RouteNode } from '../route-nodes';

/** Shows a route's handler: in the editor that has the focus, as a preview. */
export async function openRoute(node: RouteNode | undefined): Promise<void> {
  if (node?.kind !== 'route') return;
  const { line, character } = node.route.range.start;
  const at = new vscode.Position(line, character);
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(node.route.uri), {
    selection: new vscode.Range(at, at),
  });
}
