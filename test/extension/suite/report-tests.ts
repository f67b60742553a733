import * as vscode from 'vscode';
import { check } from './check';
import { eventually, root } from './editor-state';

const endings = { html: 'html', markdown: 'md', json: 'json', sarif: 'sarif' };

/** The security report in each host; how it looks is seen from outside. */
export function registerReportTests(): void {
  describe('the security report', () => {
    for (const [format, ending] of Object.entries(endings))
      it(`is exported as ${format}`, async () => {
        const target = vscode.Uri.joinPath(root(), `report.${ending}`);
        const written = await vscode.commands.executeCommand<vscode.Uri>('apiKeyGuard.exportReport', format, target);
        check(written.toString() === target.toString(), String(written));
        const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(target));
        await vscode.workspace.fs.delete(target);
        check(text.includes('warehouse/records.py') && text.includes('GET /admin'), text);
      });

    it('opens as one panel that gets its content, however often it is asked for', async () => {
      // The command ends when the page's script has asked for the content and got it.
      await vscode.commands.executeCommand('apiKeyGuard.openReport');
      await vscode.commands.executeCommand('apiKeyGuard.openReport');
      const reports = await eventually('a report', () => (reportTabs().length > 0 ? reportTabs() : undefined));
      check(reports.length === 1, `${reports.length} reports`);
      await vscode.window.tabGroups.close(reports);
    });
  });
}

function reportTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('apiKeyGuard.report'));
}
