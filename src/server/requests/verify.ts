import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import type { VerifyRequest, VerifyResult } from '../../protocol/messages';
import { plainInk } from '../../report/ink';
import { verifyDocument } from '../../report/verify-document';
import { observedSays, verifySummary, verifyText } from '../../report/verify-text';
import { folderReport } from '../folder-report';
import { observedKey } from '../routes-summary';
import type { ServerContext } from '../server-context';
import type { ServerHost } from '../workspace-files';

/** `apiKeyGuard/verify`: asks a running app on this machine; its answers stand next to the verdicts from then on. */
export async function verify(
  context: ServerContext,
  host: ServerHost,
  { url }: VerifyRequest,
  token: CancellationToken,
): Promise<VerifyResult> {
  if (!host.askApp)
    throw new ResponseError(LSPErrorCodes.RequestFailed, 'A running app cannot be asked from a browser.');
  const stop = new AbortController();
  token.onCancellationRequested(() => {
    stop.abort();
  });
  const projects = [];
  for (const folder of context.folders.all) {
    await folder.settled(true);
    const report = folderReport(folder);
    const verified = await host.askApp(url, report.analysis.routes, folder.settings, stop.signal).catch(refuse);
    folder.observed.clear();
    for (const { route, method, observed, agrees, skipped } of verified)
      if (skipped === null) folder.observed.set(observedKey(route, method), { says: observedSays[observed], agrees });
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

function refuse(error: unknown): never {
  throw new ResponseError(LSPErrorCodes.RequestFailed, error instanceof Error ? error.message : String(error));
}
