import type { CodeLens, CodeLensParams } from 'vscode-languageserver';
import type { Route } from '../../core/analysis/results';
import type { ShowEvidenceArguments } from '../../protocol/messages';
import type { Folder } from '../folder';
import { findDocument, type ServerContext } from '../server-context';
import { isProblem, lensTitle } from '../verdict-words';

/** `textDocument/codeLens`: each route's verdict above its handler; a click shows the evidence. */
export async function codeLens(context: ServerContext, params: CodeLensParams): Promise<CodeLens[]> {
  const document = await findDocument(context, params.textDocument.uri);
  if (!document || document.folder.editor.codeLens === 'off') return [];
  const { folder, file } = document;
  const seen = new Set<string>();
  return folder.analysis().routes.flatMap((route) => {
    if (route.location.file !== file || (folder.editor.codeLens === 'problems' && !isProblem(route))) return [];
    const lens = toLens(context, folder, route);
    // A handler with five rules behind one guard says `guarded by …` once.
    const same = `${lens.range.start.line}:${lens.command?.title ?? ''}`;
    if (seen.has(same)) return [];
    seen.add(same);
    return [lens];
  });
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
