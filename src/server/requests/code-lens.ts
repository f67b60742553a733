import type { CodeLens, CodeLensParams } from 'vscode-languageserver';
import type { Analysis, Route } from '../../core/results/results';
import type { ShowEvidenceArguments } from '../../protocol/messages';
import type { Folder } from '../folder';
import type { ServerContext } from '../server-context';
import { isProblem, lensTitle } from '../verdict-words';

/** `textDocument/codeLens`: each route's verdict above its handler; a click shows the evidence. */
export async function codeLens(context: ServerContext, params: CodeLensParams): Promise<CodeLens[]> {
  const folder = context.folders.getFor(params.textDocument.uri);
  const file = folder.uris.fileOf(params.textDocument.uri);
  const analysis = await analysisFor(context, folder);
  if (file === undefined || folder.editor.codeLens === 'off') return [];
  const seen = new Set<string>();
  return (analysis?.routes ?? []).flatMap((route) => {
    if (route.location.file !== file || (folder.editor.codeLens === 'problems' && !isProblem(route))) return [];
    const lens = toLens(context, folder, route);
    // A handler with five rules behind one guard says `guarded by …` once.
    const same = `${lens.range.start.line}:${lens.command?.title ?? ''}`;
    if (seen.has(same)) return [];
    seen.add(same);
    return [lens];
  });
}

/**
 * VS Code waits before it asks again for as long as the last answers took, up to a minute, so no answer may take long.
 * https://github.com/microsoft/vscode/blob/main/src/vs/editor/common/services/languageFeatureDebounce.ts
 */
async function analysisFor(context: ServerContext, folder: Folder): Promise<Analysis | undefined> {
  if (!context.capabilities.workspace?.codeLens?.refreshSupport) {
    await folder.settled();
    return folder.analysis();
  }
  const { analysis, isCurrent } = await folder.soon();
  if (!isCurrent) context.publisher.oweLenses();
  return analysis;
}

function toLens(context: ServerContext, folder: Folder, route: Route): CodeLens {
  const { uri, range } = folder.location(route.location);
  const evidence = route.evidence.map((step) => folder.location(step));
  const shown: ShowEvidenceArguments = [uri, range.start, evidence];
  return {
    range: { start: range.start, end: range.start },
    command: {
      title: lensTitle(route, context.options.icons === true),
      // Without a command that shows evidence the lens is text only; an empty command is how LSP says so.
      command: context.options.showEvidenceCommand ?? '',
      arguments: [...shown],
    },
  };
}
