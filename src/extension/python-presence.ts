import * as vscode from 'vscode';

/** Calls `found` once: now if the workspace holds Python, else as soon as some appears. */
export function whenPython(context: vscode.ExtensionContext, found: () => void): void {
  const subscriptions: vscode.Disposable[] = [];
  let isDone = false;
  const finish = () => {
    if (isDone) return;
    isDone = true;
    for (const subscription of subscriptions) subscription.dispose();
    found();
  };
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.py', false, true, true);
  subscriptions.push(
    watcher,
    watcher.onDidCreate(finish),
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (document.languageId === 'python') finish();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      void search(finish);
    }),
  );
  context.subscriptions.push(...subscriptions);
  if (vscode.workspace.textDocuments.some((document) => document.languageId === 'python')) finish();
  else void search(finish);
}

/** One file is enough: the search stops at the first. */
async function search(found: () => void): Promise<void> {
  const files = await vscode.workspace.findFiles('**/*.py', undefined, 1);
  if (files.length > 0) found();
}
