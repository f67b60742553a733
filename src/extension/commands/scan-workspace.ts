import * as vscode from 'vscode';
import { ExecuteCommandRequest, WorkDoneProgress, type BaseLanguageClient } from 'vscode-languageclient';
import { serverCommands, type ScanSummary } from '../../protocol/messages';
import { commandIds } from '../command-ids';
import type { ServerHandle } from '../server-handle';

let scans = 0;

/** Scans the workspace with progress and a cancel button; ends with the Problems panel and a summary. */
export async function scanWorkspace(server: ServerHandle): Promise<ScanSummary> {
  const client = await server.get();
  const summary = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'API Key Guard', cancellable: true },
    (progress, token) => runScan(client, progress, token),
  );
  if (summary.findings > 0 && !summary.cancelled)
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  // Not awaited: the command is done when the scan is, not when the person closes the message.
  void offerReport(summary);
  return summary;
}

async function offerReport(summary: ScanSummary): Promise<void> {
  const open = vscode.l10n.t('Open Security Report');
  const choice = await vscode.window.showInformationMessage(describe(summary), ...(summary.cancelled ? [] : [open]));
  if (choice === open) await vscode.commands.executeCommand(commandIds.openReport);
}

/** The server reports to a token of ours, because the client would put a progress of the server's own out of sight. */
async function runScan(
  client: BaseLanguageClient,
  progress: vscode.Progress<{ message?: string }>,
  cancellation: vscode.CancellationToken,
): Promise<ScanSummary> {
  const workDoneToken = `apiKeyGuard.scan.${++scans}`;
  const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
    if (value.kind !== 'end') progress.report(value.message === undefined ? {} : { message: value.message });
  });
  try {
    const params = { command: serverCommands.scanWorkspace, workDoneToken };
    return (await client.sendRequest(ExecuteCommandRequest.type, params, cancellation)) as ScanSummary;
  } finally {
    listening.dispose();
  }
}

function describe(summary: ScanSummary): string {
  const { says, findings, files, unreadable, cancelled } = summary;
  const seconds = (summary.milliseconds / 1000).toFixed(1);
  if (cancelled) return vscode.l10n.t('Scan cancelled after {0} s.', seconds);
  const found = findings === 1 ? vscode.l10n.t('1 finding') : vscode.l10n.t('{0} findings', findings);
  const read = files === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', files);
  const all = vscode.l10n.t('{0}; {1} in {2} ({3} s).', says, found, read, seconds);
  return unreadable === 0 ? all : `${all} ${vscode.l10n.t('Files that could not be read: {0}.', unreadable)}`;
}
