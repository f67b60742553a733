import { ResponseError, ErrorCodes, type CancellationToken, type ExecuteCommandParams } from 'vscode-languageserver';
import type { WorkDoneProgressReporter } from 'vscode-languageserver';
import type { Analysis } from '../../core/results/results';
import { serverCommands, type ScanSummary } from '../../protocol/messages';
import { guardedSays } from '../../report/guarded-routes';
import { countRoutes } from '../routes-summary';
import type { Folder } from '../folder';
import type { ServerContext } from '../server-context';

/** `workspace/executeCommand`: reads and judges every file again, and from then on shows all findings. */
export async function executeCommand(
  context: ServerContext,
  params: ExecuteCommandParams,
  token: CancellationToken,
  clientProgress: WorkDoneProgressReporter,
): Promise<ScanSummary> {
  if (params.command !== serverCommands.scanWorkspace)
    throw new ResponseError(ErrorCodes.InvalidParams, `Unknown command ${params.command}`);
  const { progress, tokens } = await startProgress(context, params, token, clientProgress);
  try {
    const summary = await scanFolders(context.folders.all, progress, tokens);
    if (!summary.cancelled) context.showAllFiles();
    return summary;
  } finally {
    progress.done();
  }
}

/** A client that sent no progress token gets a progress of the server's own, with its own cancel button. */
async function startProgress(
  context: ServerContext,
  params: ExecuteCommandParams,
  token: CancellationToken,
  clientProgress: WorkDoneProgressReporter,
): Promise<{ progress: WorkDoneProgressReporter; tokens: readonly CancellationToken[] }> {
  const title = 'Scanning for unguarded routes';
  if (params.workDoneToken !== undefined || !context.capabilities.window?.workDoneProgress) {
    clientProgress.begin(title, undefined, undefined, true);
    return { progress: clientProgress, tokens: [token] };
  }
  const progress = await context.connection.window.createWorkDoneProgress();
  progress.begin(title, undefined, undefined, true);
  return { progress, tokens: [token, progress.token] };
}

/** Reads and judges folders again until it is done or a token is cancelled; then what is known so far is not counted. */
export async function scanFolders(
  folders: readonly Folder[],
  progress: Pick<WorkDoneProgressReporter, 'report'>,
  tokens: readonly CancellationToken[],
): Promise<ScanSummary> {
  const started = Date.now();
  const isCancelled = () => tokens.some((token) => token.isCancellationRequested);
  const cancelled = whenCancelled(tokens);
  const analyses: Analysis[] = [];
  let files = 0;
  let findings = 0;
  for (const folder of folders) {
    const report = (says: string): void => {
      progress.report(folders.length === 1 ? says : `${folder.uris.name}: ${says}`);
    };
    report('reading the files');
    const silence = folder.listen(report);
    // The first load of a large folder takes as long as the scan, and nobody should have to wait for it to stop.
    await Promise.race([folder.ready, cancelled]);
    const isComplete = !isCancelled() && (await folder.load(isCancelled));
    if (isComplete) await Promise.race([folder.settled(true), cancelled]);
    silence();
    if (isCancelled()) break;
    const analysis = folder.analysis();
    analyses.push(analysis);
    files += analysis.fileCount;
    findings += folder.activeFindings().length;
  }
  const counts = countRoutes(analyses);
  return {
    ...counts,
    says: guardedSays(counts),
    files,
    routes: analyses.reduce((sum, analysis) => sum + analysis.routes.length, 0),
    findings,
    unreadable: analyses.reduce((sum, analysis) => sum + analysis.unreadable.length, 0),
    cancelled: isCancelled(),
    milliseconds: Date.now() - started,
  };
}

function whenCancelled(tokens: readonly CancellationToken[]): Promise<void> {
  return new Promise((resolve) => {
    for (const token of tokens)
      token.onCancellationRequested(() => {
        resolve();
      });
  });
}
