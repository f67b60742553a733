import { ChangeAnnotation, TextDocumentEdit, type WorkspaceEdit } from 'vscode-languageserver';
import type { Finding } from '../../core/results/results';
import { combineFixes } from '../../core/fixes/combine-fixes';
import type { FixAllParams, FixAllResult } from '../../protocol/messages';
import { toWorkspaceEdit } from '../fix-edits';
import type { Folder } from '../folder';
import type { ServerContext } from '../server-context';
import { settledFolders } from '../settled-folders';

const annotation = 'apiKeyGuard.fix';

/** `apiKeyGuard/fixAll`: the safe fixes of a file, a blueprint or the workspace as one edit that the person confirms. */
export async function fixAll(context: ServerContext, params: FixAllParams): Promise<FixAllResult> {
  const wanted = params.uri === undefined ? undefined : context.folders.getFor(params.uri);
  const folders = await settledFolders(context, wanted ? [wanted] : context.folders.all, true);
  const documentChanges: NonNullable<WorkspaceEdit['documentChanges']> = [];
  let count = 0;
  for (const folder of folders) {
    const { chosen, edits } = combineFixes(findingsOf(folder, params), (finding) => folder.fixes(finding));
    count += chosen.length;
    documentChanges.push(...(toWorkspaceEdit(context, folder, edits).documentChanges ?? []));
  }
  if (params.confirm) annotate(documentChanges);
  const changeAnnotations = { [annotation]: ChangeAnnotation.create('API Key Guard', true, 'Safe fixes') };
  return { count, edit: { documentChanges, ...(params.confirm ? { changeAnnotations } : {}) } };
}

function findingsOf(folder: Folder, { uri, blueprint }: FixAllParams): readonly Finding[] {
  const { findings, routes } = folder.analysis();
  if (blueprint !== undefined) {
    const own = routes.filter((route) => route.blueprint === blueprint).map(({ location }) => location);
    return findings.filter(({ file, span }) =>
      own.some((place) => place.file === file && place.span.start === span.start),
    );
  }
  const file = uri === undefined ? undefined : folder.uris.fileOf(uri);
  return file === undefined ? findings : findings.filter((finding) => finding.file === file);
}

/** An edit with an annotation that needs confirmation opens VS Code's refactor preview. */
function annotate(changes: NonNullable<WorkspaceEdit['documentChanges']>): void {
  for (const change of changes)
    if (TextDocumentEdit.is(change)) for (const edit of change.edits) Object.assign(edit, { annotationId: annotation });
}
