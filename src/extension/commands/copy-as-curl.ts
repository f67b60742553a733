import * as vscode from 'vscode';
import type { RouteNode } from '../route-nodes';

/** Copies a call of a route for a shell; the key is a variable that the person sets, never a real one. */
export async function copyAsCurl(node: RouteNode | undefined): Promise<string | undefined> {
  if (node?.kind !== 'route') return undefined;
  const { methods, path } = node.route;
  const [method = 'GET'] = methods;
  const parts = ['curl', ...(method === 'GET' ? [] : ['-X', method]), '-H', `"${node.headerName}: $API_KEY"`];
  const text = [...parts, `"http://127.0.0.1:5000${example(path)}"`].join(' ');
  await vscode.env.clipboard.writeText(text);
  void vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', text), 5000);
  return text;
}

/** A path without parameters: numbers for `<int:id>`, the parameter's name for others. */
function example(path: string): string {
  return path.replace(/<(?:([\w]+)(?:\([^)]*\))?:)?(\w+)>/g, (_, converter: string | undefined, name: string) =>
    converter === 'int' ? '1' : converter === 'float' ? '1.0' : name,
  );
}
