import * as vscode from 'vscode';
import { check } from './check';
import { eventually, findings } from './editor-state';
import { applyFixAt } from './fix-tests';

/** Two folders with the same code: in `relaxed` the settings make the route public, `strict` names its guard's module. */
export function registerMultiRootTests(): void {
  describe('a workspace of two folders', () => {
    it("judges each folder by that folder's settings", async () => {
      const strict = await open('strict');
      await eventually('the finding of strict', () => (findings(strict.uri).length === 1 ? true : undefined));
      const relaxed = await open('relaxed');
      const titles = await eventually('the lens of relaxed', async () => lensTitles(relaxed.uri));
      check(titles.join() === '$(globe) GET /health: public: publicRoutes setting', titles.join());
      check(findings(relaxed.uri).length === 0, 'relaxed has a finding');
    });

    it("follows a change of one folder's settings", async () => {
      const { uri } = await open('relaxed');
      const configuration = vscode.workspace.getConfiguration('apiKeyGuard', uri);
      await configuration.update('publicRoutes', [], vscode.ConfigurationTarget.WorkspaceFolder);
      await eventually('a finding in relaxed, too', () => (findings(uri).length === 1 ? true : undefined));
      await configuration.update('publicRoutes', ['/health'], vscode.ConfigurationTarget.WorkspaceFolder);
      await eventually('no finding in relaxed', () => (findings(uri).length === 0 ? true : undefined));
    });

    it('scans all folders', async () => {
      const scan = await vscode.commands.executeCommand<Record<string, unknown>>('apiKeyGuard.scanWorkspace');
      check(scan.says === '0 of 1 route guarded, 1 public' && scan.files === 2, JSON.stringify(scan));
    });

    it('creates the guard that a folder names, and uses it', async () => {
      const document = await open('strict');
      const text = await applyFixAt(document, 'unprotected-route', /[Cc]reate/);
      check(text.includes('@app.get("/health")\n@check_key\ndef health():'), text);
      check(text.includes('from security.keys import check_key'), text);
      const module = vscode.Uri.joinPath(folder('strict'), 'security/keys.py');
      const guard = await eventually('the module', () =>
        vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === module.toString()),
      );
      check(guard.getText().includes('def check_key('), guard.getText());
      check(guard.getText().includes('X-Partner-Key'), guard.getText());
      await eventually('a guarded route', async () =>
        (await lensTitles(document.uri))?.join() === '$(shield) guarded by check_key' ? true : undefined,
      );
      await eventually('no finding', () => (findings(document.uri).length === 0 ? true : undefined));
    });
  });
}

function folder(name: string): vscode.Uri {
  const found = vscode.workspace.workspaceFolders?.find((one) => one.name === name);
  check(found !== undefined, `no folder ${name}`);
  return found.uri;
}

async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder(name), 'app.py'));
  await vscode.window.showTextDocument(document);
  return document;
}

async function lensTitles(uri: vscode.Uri): Promise<string[] | undefined> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  const titles = found.map((lens) => lens.command?.title ?? '').filter((title) => title.includes('$('));
  return titles.length > 0 ? titles : undefined;
}
