import * as vscode from 'vscode';
import { check } from './check';

/** The extension under test. */
export const extensionId = 'api-key-guard.api-key-guard';

/** Asks again until there is an answer; fails with the last state after `seconds`. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  seconds = 90,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`Not within ${seconds} s: ${what}`);
    await pause(50);
  }
}

/** Waits. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** The workspace folder's root. */
export function root(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  check(folder !== undefined, 'no workspace folder is open');
  return folder.uri;
}

/** Opens a file of the workspace. */
export async function open(file: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(root(), file));
  return vscode.window.showTextDocument(document);
}

/** Our diagnostics of a document with one rule. */
export function findings(uri: vscode.Uri, rule?: string): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(
      (diagnostic) => diagnostic.source === 'API Key Guard' && (rule === undefined || ruleOf(diagnostic) === rule),
    );
}

/** Rule of a diagnostic. */
export function ruleOf(diagnostic: vscode.Diagnostic): string {
  return typeof diagnostic.code === 'object' ? String(diagnostic.code.value) : String(diagnostic.code);
}

/** Lens titles of a document, in order. */
export async function lenses(uri: vscode.Uri): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return found
    .sort((a, b) => a.range.start.line - b.range.start.line)
    .map((lens) => lens.command?.title ?? '')
    .filter((title) => title.includes('$('));
}

/** Where a text first stands in a document. */
export function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  check(offset >= 0, `${document.uri.path} holds no ${text}`);
  return document.positionAt(offset);
}
