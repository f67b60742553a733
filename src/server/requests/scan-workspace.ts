import { ResponseError, ErrorCodes, type CancellationToken, type ExecuteCommandParams } from 'vscode-languageserver';
import type { WorkDoneProgressReporter } from 'vscode-languageserver';
import { serverCommands, type ScanSummary } from '../../protocol/messages';
import { countRoutes } from '../routes-summary';
import type { ServerContext } from '../server-context';

/** Files between two progress messages. */
const progressStep = 50;

/** `workspace/executeCommand`: reads and judges every file again, and from then on shows all findings. */
export async function executeCommand(
  context: ServerContext,
  params: ExecuteCommandParams,
  token: CancellationToken,
  clientProgress: WorkDoneProgressReporter,
): Promise<ScanSummary> {
  if (params.command !== serverCommands.scanWorkspace)
    throw new ResponseError(ErrorCodes.InvalidParams, `Unknown command ${params.command}`);
  const { progress, isCancelled } = await startProgress(context, params, token, clientProgress);
  try {
    return await scanWorkspace(context, progress, isCancelled);
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
): Promise<{ progress: WorkDoneProgressReporter; isCancelled: () => boolean }> {
  const title = 'Scanning for unguarded routes';
  if (params.workDoneToken !== undefined || !context.capabilities.window?.workDoneProgress) {
    clientProgress.begin(title, undefined, undefined, true);
    return { progress: clientProgress, isCancelled: () => token.isCancellationRequested };
  }
  const progress = await context.connection.window.createWorkDoneProgress();
  progress.begin(title, undefined, undefined, true);
  const isCancelled = () => token.isCancellationRequested || progress.token.isCancellationRequested;
  return { progress, isCancelled };
}

async function scanWorkspace(
  context: ServerContext,
  progress: WorkDoneProgressReporter,
  isCancelled: () => boolean,
): Promise<ScanSummary> {
  const started = Date.now();
  let filesBefore = 0;
  let complete = true;
  for (const folder of context.folders.all) {
    await folder.ready;
    complete &&= await folder.load((files) => {
      if (files % progressStep === 0) progress.report(`${filesBefore + files} files read`);
      return isCancelled();
    });
    if (!complete) break;
    progress.report(`judging ${folder.analysis().fileCount} files`);
    filesBefore += folder.analysis().fileCount;
  }
  if (complete) context.showAllFiles();
  const analyses = context.folders.all.map((folder) => folder.analysis());
  return {
    ...countRoutes(analyses),
    files: analyses.reduce((sum, analysis) => sum + analysis.fileCount, 0),
    routes: analyses.reduce((sum, analysis) => sum + analysis.routes.length, 0),
    findings: analyses.reduce((sum, { findings }) => sum + findings.filter((known) => !known.suppressed).length, 0),
    unreadable: analyses.reduce((sum, analysis) => sum + analysis.unreadable.length, 0),
    cancelled: !complete,
    milliseconds: Date.now() - started,
  };
}
