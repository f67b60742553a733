import * as vscode from 'vscode';
import { methods, type VerifyRequest, type VerifyResult } from '../../protocol/messages';
import type { Answers } from '../answers';
import { commandIds } from '../command-ids';
import type { ServerHandle } from '../server-handle';
import { withServerProgress } from '../server-progress';

const lastAddress = 'apiKeyGuard.verify.address';

/** Asks a running app whether its verdicts are true; the answers then stand in the tree, the report in a document. */
export async function verifyApp(
  server: ServerHandle,
  answers: Answers,
  memory: vscode.Memento,
): Promise<VerifyResult | undefined> {
  if (!vscode.workspace.isTrusted) {
    void offerTrust();
    return undefined;
  }
  const url = await vscode.window.showInputBox({
    title: vscode.l10n.t('Verify Running App'),
    prompt: vscode.l10n.t(
      'Address of the running app, on the machine that VS Code works on. Only GET, HEAD and OPTIONS are called.',
    ),
    value: memory.get<string>(lastAddress) ?? 'http://127.0.0.1:5000',
    ignoreFocusOut: true,
  });
  if (!url) return undefined;
  await memory.update(lastAddress, url);
  try {
    const result = await verifyAddress(server, url);
    void offerReport(answers, url, result);
    return result;
  } catch (error) {
    const again = vscode.l10n.t('Try Again');
    const says = error instanceof Error ? error.message : String(error);
    // Not awaited: the command is done, whether the person answers or not.
    void vscode.window.showErrorMessage(says, again).then((choice) => {
      if (choice === again) void verifyApp(server, answers, memory);
    });
    return undefined;
  }
}

async function offerTrust(): Promise<void> {
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const says = vscode.l10n.t('Trust this workspace first: its routes decide which addresses are called.');
  const choice = await vscode.window.showWarningMessage(says, manage);
  if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}

async function verifyAddress(server: ServerHandle, url: string): Promise<VerifyResult> {
  const client = await server.get();
  return withServerProgress(client, vscode.l10n.t('Asking {0}', url), (workDoneToken, cancellation) =>
    client.sendRequest<VerifyResult>(methods.verify, { url, workDoneToken } satisfies VerifyRequest, cancellation),
  );
}

async function offerReport(answers: Answers, url: string, { says, report, problems }: VerifyResult): Promise<void> {
  const show = vscode.l10n.t('Show Answers');
  const openReport = vscode.l10n.t('Open Security Report');
  const choice = await (problems > 0
    ? vscode.window.showWarningMessage(says, show, openReport)
    : vscode.window.showInformationMessage(says, show, openReport));
  if (choice === openReport) await vscode.commands.executeCommand(commandIds.openReport);
  if (choice === show) await answers.show(url, report);
}
