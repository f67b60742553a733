import * as vscode from 'vscode';
import { check } from './check';
import { eventually, findings, open } from './editor-state';

/** Fix on save, curl lines, and what a bug report is made of. */
export function registerActionTests(): void {
  describe('actions', () => {
    it('applies the safe fixes as a source action, undone by one undo, and is done after one time', async () => {
      const { document } = await open('warehouse/records.py');
      await eventually('two findings', () => (findings(document.uri).length === 2 ? true : undefined));
      const before = document.getText();
      const [action] = await fixAllActions(document);
      check(action?.edit !== undefined, 'no source.fixAll action');
      check(await vscode.workspace.applyEdit(action.edit), 'not applied');
      const fixed = document.getText().replaceAll('\r\n', '\n');
      check(fixed.includes('@records.route("/export")\n@require_api_key\ndef export_data():'), fixed);
      check(fixed.includes('if key and is_valid_key(key):'), fixed);
      check(fixed.includes('from .auth import is_valid_key, require_api_key'), fixed);
      await eventually('no findings', () => (findings(document.uri).length === 0 ? true : undefined));
      check((await fixAllActions(document)).length === 0, 'offered again');
      await vscode.commands.executeCommand('undo');
      check(document.getText() === before, 'one undo does not take it back');
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    it('fixes on save where the settings say so', async () => {
      const configuration = vscode.workspace.getConfiguration('editor', { languageId: 'python' });
      const onSave = { 'source.fixAll.apiKeyGuard': 'explicit' };
      await configuration.update('codeActionsOnSave', onSave, vscode.ConfigurationTarget.Workspace);
      const { document } = await open('warehouse/records.py');
      const before = document.getText();
      try {
        // A setting takes its time to reach the part of VS Code that saves: a person would save once more, too.
        await eventually('a save that fixes', async () => {
          const edit = new vscode.WorkspaceEdit();
          edit.insert(document.uri, new vscode.Position(document.lineCount, 0), '\n');
          await vscode.workspace.applyEdit(edit);
          await eventually('the findings', () => (findings(document.uri).length === 2 ? true : undefined));
          await document.save();
          return document.getText().includes('if key and is_valid_key(key):') || undefined;
        });
      } finally {
        await configuration.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace);
        const whole = new vscode.Range(0, 0, document.lineCount, 0);
        const back = new vscode.WorkspaceEdit();
        back.replace(document.uri, whole, before);
        await vscode.workspace.applyEdit(back);
        await document.save();
      }
    });

    it('copies diagnostics information without names or paths', async () => {
      // The test before put a file back, of which the server hears a little later.
      const text = await eventually('the counts', async () => {
        const copied = await vscode.commands.executeCommand<string>('apiKeyGuard.copyDiagnostics');
        return copied.includes('3 unprotected') ? copied : undefined;
      });
      check((await vscode.env.clipboard.readText()) === text, 'not on the clipboard');
      check(text.includes('API Key Guard 0.') && text.includes(`VS Code ${vscode.version}`), text);
      check(text.includes('Folder 1: 11 routes'), text);
      check(!/warehouse|\/|records/.test(text.replace(/VS Code .*/, '')), text);
    });
  });
}

async function fixAllActions(document: vscode.TextDocument): Promise<vscode.CodeAction[]> {
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const kind = vscode.CodeActionKind.SourceFixAll.append('apiKeyGuard').value;
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    whole,
    kind,
    50,
  );
  return actions.filter((action) => action.kind?.value === kind);
}
