import * as vscode from 'vscode';
import { check } from './check';
import { eventually, extensionId, findings, lenses, open, positionOf, root, ruleOf } from './editor-state';

interface Scan {
  readonly findings: number;
  readonly guarded: number;
  readonly total: number;
  readonly files: number;
}

/** What a Flask developer sees in the demo project. */
export function registerDemoTests(): void {
  describe('a Flask workspace', () => {
    it('activates the extension', async () => {
      const extension = vscode.extensions.getExtension(extensionId);
      check(extension !== undefined, 'the extension is not there');
      await open('warehouse/records.py');
      await eventually('active', () => (extension.isActive ? true : undefined));
      console.log(`    running from ${extension.extensionUri.toString()}, VS Code ${vscode.version}`);
    });

    it('marks an unguarded and a presence-only route as they are opened', async () => {
      const { document } = await open('warehouse/records.py');
      const found = await eventually('two findings', () => atLeast(2, findings(document.uri)));
      check(
        found.some((one) => ruleOf(one) === 'unprotected-route'),
        found.map(ruleOf).join(),
      );
      check(
        found.some((one) => ruleOf(one) === 'presence-only-check'),
        found.map(ruleOf).join(),
      );
      const [unprotected] = findings(document.uri, 'unprotected-route');
      check(unprotected?.severity === vscode.DiagnosticSeverity.Error, 'an unguarded route is an error');
      check(typeof unprotected.code === 'object', 'the rule links to its page');
    });

    it('shows each verdict above its handler', async () => {
      const { document } = await open('warehouse/records.py');
      const titles = await eventually('four lenses', async () => atLeast(4, await lenses(document.uri)));
      check(titles[0] === '$(unlock) GET /export: no API key check', titles.join('\n'));
      check(titles[1] === '$(warning) GET /admin: any key is accepted', titles.join('\n'));
      check(titles[2] === '$(shield) guarded by require_api_key', titles.join('\n'));
    });

    it('explains a verdict on hover, with links', async () => {
      const { document } = await open('warehouse/records.py');
      const text = await hoverText(document, 'export_data_v2()');
      check(/guarded by require\\?_api\\?_key/.test(text), text);
      check(text.includes('auth.py:'), text);
    });

    it('leaves the steps of a finding to the finding', async () => {
      const { document } = await open('warehouse/records.py');
      const [finding] = await eventually('a finding', () => atLeast(1, findings(document.uri, 'unprotected-route')));
      check((finding?.relatedInformation?.length ?? 0) >= 2, 'the finding tells no steps');
      const onName = await hoverText(document, 'export_data()');
      check(onName.includes('no API key check') && !onName.includes('records.py:'), onName);
      const onKeyword = await hoverText(document, 'def export_data()');
      check(onKeyword.includes('records.py:'), onKeyword);
    });

    it('follows an edit', async () => {
      const { document } = await open('warehouse/partners.py');
      await eventually('the findings', () => atLeast(1, findings(document.uri, 'unprotected-route')));
      const before = findings(document.uri).length;
      const edit = new vscode.WorkspaceEdit();
      edit.insert(
        document.uri,
        positionOf(document, '@partners.delete'),
        '@partners.get("/leak")\ndef leak():\n    return str(PARTNERS)\n\n\n',
      );
      await vscode.workspace.applyEdit(edit);
      await eventually('one finding more', () => (findings(document.uri).length === before + 1 ? true : undefined));
      const titles = await lenses(document.uri);
      check(titles.includes('$(unlock) GET /api/partners/leak: no API key check'), titles.join('\n'));
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await eventually('the finding gone', () => (findings(document.uri).length === before ? true : undefined));
    });

    it('follows an edit of another file', async () => {
      const { document } = await open('warehouse/records.py');
      await eventually('one unguarded route', () => atLeast(1, findings(document.uri, 'unprotected-route')));
      const auth = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(root(), 'warehouse/auth.py'));
      const edit = new vscode.WorkspaceEdit();
      const start = positionOf(auth, 'if not key or not is_valid_key(key)');
      edit.replace(
        auth.uri,
        new vscode.Range(start, start.translate(0, 'if not key or not is_valid_key(key)'.length)),
        'if False',
      );
      await vscode.workspace.applyEdit(edit);
      await eventually('four problems', () => atLeast(4, findings(document.uri)));
      await vscode.window.showTextDocument(auth);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await eventually('two again', () => (findings(document.uri).length === 2 ? true : undefined));
    });

    it('fills the Problems panel by a workspace scan', async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const scan = await vscode.commands.executeCommand<Scan>('apiKeyGuard.scanWorkspace');
      check(scan.files === 6, `6 files, not ${scan.files}`);
      check(scan.total === 10 && scan.guarded === 6 && scan.findings >= 5, JSON.stringify(scan));
      await eventually('findings of files that are not open', () =>
        atLeast(1, findings(vscode.Uri.joinPath(root(), 'warehouse/partners.py'), 'unprotected-route')),
      );
      const all = vscode.languages.getDiagnostics().flatMap(([uri]) => findings(uri));
      check(all.length === scan.findings, `${all.length} shown, ${scan.findings} counted`);
    });

    it('restarts its server', async () => {
      await vscode.commands.executeCommand('apiKeyGuard.restartServer');
      const { document } = await open('warehouse/records.py');
      await eventually('findings of the new server', () => atLeast(2, findings(document.uri)));
    });
  });
}

/** What the extension's hover says over the beginning of a text. */
function hoverText(document: vscode.TextDocument, text: string): Promise<string> {
  const at = positionOf(document, text).translate(0, 2);
  return eventually('a hover', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    const parts = hovers.flatMap((hover) => hover.contents);
    return parts
      .map((part) => (part instanceof vscode.MarkdownString ? part.value : ''))
      .find((part) => part.startsWith('**`'));
  });
}

function atLeast<T>(count: number, list: T[]): T[] | undefined {
  return list.length >= count ? list : undefined;
}
