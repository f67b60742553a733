import * as vscode from 'vscode';
import { groupedNumber } from '../../report/grouped-number';
import { serverCommands, type ScanSummary } from '../../protocol/messages';
import { commandIds } from '../command-ids';
import type { ServerHandle } from '../server-handle';
import { withServerProgress } from '../server-progress';

/** Scans the workspace with progress and a cancel button; ends with the Problems panel and a summary. */
export async function scanWorkspace(server: ServerHandle): Promise<ScanSummary> {
  const client = await server.get();
  const { ExecuteCommandRequest } = await import('vscode-languageclient');
  const summary = await withServerProgress(client, 'API Key Guard', async (workDoneToken, cancellation) => {
    const params = { command: serverCommands.scanWorkspace, workDoneToken };
    return (await client.sendRequest(ExecuteCommandRequest.type, params, cancellation)) as ScanSummary;
  });
  if (summary.findings > 0 && !summary.cancelled)
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  // Not awaited: the command is done when the scan is, not when the person closes the message.
  void offerReport(summary);
  return summary;
}

async function offerReport(summary: ScanSummary): Promise<void> {
  const open = vscode.l10n.t('Open Security Report');
  const again = vscode.l10n.t('Scan Again');
  const choice = await vscode.window.showInformationMessage(describe(summary), summary.cancelled ? again : open);
  if (choice === again) await vscode.commands.executeCommand(commandIds.scanWorkspace);
  if (choice === open) await vscode.commands.executeCommand(commandIds.openReport);
}

function asSentence(says: string): string {
  return says.charAt(0).toUpperCase() + says.slice(1);
}

/** `0.0 s` would say nothing. */
function durationSays(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function describe(summary: ScanSummary): string {
  const { says, findings, files, unreadable, cancelled } = summary;
  const time = durationSays(summary.milliseconds);
  if (cancelled) return vscode.l10n.t('Scan cancelled after {0}.', time);
  const found = findings === 1 ? vscode.l10n.t('1 finding') : vscode.l10n.t('{0} findings', groupedNumber(findings));
  const read = files === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', groupedNumber(files));
  const all = vscode.l10n.t('{0}; {1} in {2} ({3}).', asSentence(says), found, read, time);
  return unreadable === 0
    ? all
    : `${all} ${vscode.l10n.t('Not judged: {0}, named in the report.', groupedNumber(unreadable))}`;
}
