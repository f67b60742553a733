import * as vscode from 'vscode';
import { methods, type ReportFormat, type ReportRequest } from '../../protocol/messages';
import { formatEndings } from '../../report/format-endings';
import type { ServerHandle } from '../server-handle';

interface FormatChoice extends vscode.QuickPickItem {
  readonly format: ReportFormat;
}

const choices = (): readonly FormatChoice[] => [
  { format: 'html', label: 'HTML', description: vscode.l10n.t('one page to read or send') },
  { format: 'markdown', label: 'Markdown', description: vscode.l10n.t('for a pull request or a wiki') },
  { format: 'json', label: 'JSON', description: vscode.l10n.t('for other programs') },
  { format: 'sarif', label: 'SARIF', description: vscode.l10n.t('for code scanning') },
];

const title = (): string => vscode.l10n.t('Export Security Report');

/** Writes the report to a file; format and file are asked for unless a keybinding names them. Gives the file. */
export async function exportReport(
  server: ServerHandle,
  format: unknown,
  target: unknown,
): Promise<vscode.Uri | undefined> {
  const choice =
    choices().find((known) => known.format === format) ??
    (await vscode.window.showQuickPick(choices(), { title: title(), placeHolder: vscode.l10n.t('Format') }));
  if (choice === undefined) return undefined;
  const uri = target instanceof vscode.Uri ? target : await askForFile(choice);
  if (uri === undefined) return undefined;
  const client = await server.get();
  const request: ReportRequest = { format: choice.format };
  const report = await client.sendRequest<string>(methods.report, request);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(report));
  void offerToOpen(uri);
  return uri;
}

function askForFile({ label, format }: FormatChoice): Thenable<vscode.Uri | undefined> {
  const ending = formatEndings[format];
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `security-report${ending}`;
  return vscode.window.showSaveDialog({
    title: title(),
    filters: { [label]: [ending.slice(1)] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
}

async function offerToOpen(uri: vscode.Uri): Promise<void> {
  const open = vscode.l10n.t('Open');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('{0} is written.', uri.path.split('/').at(-1) ?? ''),
    open,
  );
  if (choice !== open) return;
  // A page is read in a browser, which reaches the files of this machine only.
  const isPage = uri.scheme === 'file' && uri.path.endsWith('.html') && vscode.env.remoteName === undefined;
  if (isPage) await vscode.env.openExternal(uri);
  else await vscode.commands.executeCommand('vscode.open', uri);
}
