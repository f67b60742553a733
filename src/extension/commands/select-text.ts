import * as vscode from 'vscode';

/** Lines around the edit in which the text is looked for: an import added above may have moved it. */
const reach = 20;

/** Selects a placeholder that a fix left, so that typing replaces it. */
export async function selectText(uri: string, line: number, text: string): Promise<void> {
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri));
  const from = new vscode.Position(Math.max(0, line - reach), 0);
  const within = editor.document.validateRange(new vscode.Range(from, new vscode.Position(line + reach, 0)));
  const at = editor.document.getText(within).indexOf(text);
  if (at < 0) return;
  const start = editor.document.positionAt(editor.document.offsetAt(within.start) + at);
  editor.selection = new vscode.Selection(start, start.translate(0, text.length));
  editor.revealRange(editor.selection);
}
