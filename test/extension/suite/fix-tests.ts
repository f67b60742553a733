import * as vscode from 'vscode';
import { check } from './check';
import { eventually, findings, open } from './editor-state';

/** Fixes applied as VS Code applies them; every test takes its edit back. */
export function registerFixTests(): void {
  describe('a quick-fix', () => {
    afterEach(async () => {
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    it('guards the route inside its route decorator', async () => {
      const text = await applyFix('warehouse/records.py', 'unprotected-route', /require_api_key/);
      check(text.includes('@records.route("/export")\n@require_api_key\ndef export_data():'), text);
    });

    it('adds the import where it is missing', async () => {
      const { document } = await open('wsgi.py');
      const edit = new vscode.WorkspaceEdit();
      edit.insert(
        document.uri,
        new vscode.Position(3, 0),
        '\n@app.get("/version")\ndef version():\n    return "1"\n\n',
      );
      await vscode.workspace.applyEdit(edit);
      const text = await applyFix('wsgi.py', 'unprotected-route', /require_api_key/);
      check(text.includes('@app.get("/version")\n@require_api_key\ndef version():'), text);
      check(text.includes('from warehouse.auth import require_api_key'), text);
    });

    it('moves a misplaced guard below the route decorator', async () => {
      const text = await applyFix('warehouse/partners.py', 'guard-above-route', /[Mm]ove/);
      check(text.includes('@partners.post("/")\n@require_api_key\ndef add_partner():'), text);
    });

    it('marks a route as public', async () => {
      const text = await applyFix('warehouse/records.py', 'unprotected-route', /public/);
      check(text.includes('# api-key-guard: public'), text);
    });

    it('offers the page of the rule', async () => {
      const { document } = await open('warehouse/records.py');
      const [finding] = await findingsOf(document, 'unprotected-route');
      check(finding !== undefined, 'no finding');
      const titles = (await actionsAt(document, finding.range)).map((action) => action.title);
      check(titles.includes('Explain unprotected-route'), titles.join());
    });
  });
}

async function applyFix(file: string, rule: string, title: RegExp): Promise<string> {
  const { document } = await open(file);
  return applyFixAt(document, rule, title);
}

/** Applies the fix with such a title to the first finding of a rule; gives the text after it. */
export async function applyFixAt(document: vscode.TextDocument, rule: string, title: RegExp): Promise<string> {
  const [finding] = await findingsOf(document, rule);
  check(finding !== undefined, `${document.uri.path} has no ${rule}`);
  const actions = await actionsAt(document, finding.range);
  const action = actions.find((one) => title.test(one.title) && !one.title.startsWith('Explain'));
  check(action !== undefined, `no fix like ${String(title)} among: ${actions.map((one) => one.title).join(', ')}`);
  check(action.edit !== undefined, `${action.title} has no edit`);
  check(await vscode.workspace.applyEdit(action.edit), `${action.title} was not applied`);
  return document.getText().replaceAll('\r\n', '\n');
}

function findingsOf(document: vscode.TextDocument, rule: string): Promise<vscode.Diagnostic[]> {
  return eventually(rule, () => {
    const found = findings(document.uri, rule);
    return found.length > 0 ? found : undefined;
  });
}

function actionsAt(document: vscode.TextDocument, range: vscode.Range): Thenable<vscode.CodeAction[]> {
  const resolveAll = 50;
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
    resolveAll,
  );
}
