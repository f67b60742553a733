import { LSPErrorCodes, ResponseError, WorkDoneProgress, type CancellationToken } from 'vscode-languageserver';
import type { Route } from '../../core/results/results';
import type { VerifyRequest, VerifyResult } from '../../protocol/messages';
import { plainInk } from '../../report/ink';
import { answersText, observedSays, type Observations, type ObservedRoute } from '../../report/observations';
import { type Verified, verifyDocument } from '../../report/verify-document';
import { counted } from '../../report/text-blocks';
import { verifySummary, verifyText } from '../../report/verify-text';
import { folderReport } from '../folder-report';
import type { ServerContext } from '../server-context';
import { settledFolders } from '../settled-folders';
import type { ServerHost } from '../workspace-files';

/** `apiKeyGuard/verify`: asks a running app on this machine; its answers stand next to the verdicts from then on. */
export async function verify(
  context: ServerContext,
  host: ServerHost,
  { url, workDoneToken }: VerifyRequest,
  token: CancellationToken,
): Promise<VerifyResult> {
  if (!host.askApp)
    throw new ResponseError(LSPErrorCodes.RequestFailed, 'A running app cannot be asked from a browser.');
  const stop = new AbortController();
  token.onCancellationRequested(() => {
    stop.abort();
  });
  const progress = (done: number, total: number): void => {
    const message = `${done} of ${counted(total, 'route')}`;
    if (workDoneToken !== undefined)
      void context.connection.sendProgress(WorkDoneProgress.type, workDoneToken, { kind: 'report', message });
  };
  const projects = [];
  for (const folder of await settledFolders(context, context.folders.all, true)) {
    const report = folderReport(folder);
    const verified = await host
      .askApp(url, report.analysis.routes, folder.settings, stop.signal, progress)
      .catch(refuse);
    folder.observations = observations(url, verified);
    projects.push({ report, verified });
  }
  context.publisher.touch();
  const document = verifyDocument(url, projects);
  return {
    says: verifySummary(document, plainInk),
    report: verifyText(document, plainInk),
    problems: document.summary.open + document.summary.disagree,
  };
}

function observations(url: string, verified: readonly Verified[]): Observations {
  const answers = new Map<string, ObservedRoute>();
  for (const { route, method, observed, agrees, skipped, answers: given } of verified) {
    const says = observedSays[observed];
    if (skipped === null)
      answers.set(observedKey(route, method), { method, says, answers: answersText(given), agrees });
  }
  return {
    url,
    answers,
    of: (route) => route.methods.flatMap((method) => answers.get(observedKey(route, method)) ?? []),
  };
}

/** Names the route and the verdict that was asked about: after an edit that changes it, the answer is of the past. */
function observedKey({ endpoint, path, verdict, app }: Route, method: string): string {
  return [method, path, endpoint, app ?? '', verdict].join(' ');
}

function refuse(error: unknown): never {
  throw new ResponseError(LSPErrorCodes.RequestFailed, error instanceof Error ? error.message : String(error));
}
