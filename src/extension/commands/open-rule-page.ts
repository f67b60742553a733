import * as vscode from 'vscode';

/** Opens a rule's page as a preview; without a rule (command palette) the person chooses one. */
export async function openRulePage(extensionUri: vscode.Uri, rule: unknown): Promise<void> {
  const pages = vscode.Uri.joinPath(extensionUri, 'media', 'rules');
  const chosen = typeof rule === 'string' ? rule : await chooseRule(pages);
  // A rule's id is a plain word; anything else could name a file outside of the pages' folder.
  if (chosen === undefined || !/^[a-z][a-z-]*$/.test(chosen)) return;
  await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(pages, `${chosen}.md`));
}

async function chooseRule(pages: vscode.Uri): Promise<string | undefined> {
  const files = await vscode.workspace.fs.readDirectory(pages);
  const rules = files.flatMap(([name]) => (name.endsWith('.md') ? [name.slice(0, -'.md'.length)] : []));
  return vscode.window.showQuickPick(rules, { placeHolder: 'Rule' });
}
