import * as vscode from 'vscode';
import type { LocationMessage, PositionMessage } from '../../protocol/messages';
import type { RouteNode } from '../route-nodes';

/** Peeks at the places that decide a route's verdict: from its lens (plain arguments) or from its tree node. */
export async function showEvidence(first: string | RouteNode, rest: readonly unknown[]): Promise<void> {
  if (typeof first !== 'string') {
    if (first.kind === 'route') await peek(first.route.uri, first.route.range.start, first.route.evidence);
    return;
  }
  const [position, evidence] = rest as [PositionMessage, readonly LocationMessage[]];
  await peek(first, position, evidence);
}

async function peek(uri: string, at: PositionMessage, evidence: readonly LocationMessage[]): Promise<void> {
  const document = vscode.Uri.parse(uri);
  const position = new vscode.Position(at.line, at.character);
  await vscode.window.showTextDocument(document, { preserveFocus: false });
  const locations = evidence.map(
    ({ uri: where, range: { start, end } }) =>
      new vscode.Location(
        vscode.Uri.parse(where),
        new vscode.Range(start.line, start.character, end.line, end.character),
      ),
  );
  await vscode.commands.executeCommand('editor.action.peekLocations', document, position, locations, 'peek');
}
