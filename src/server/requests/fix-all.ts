import { ChangeAnnotation, CreateFile, TextDocumentEdit, type WorkspaceEdit } from 'vscode-languageserver';
import { isAboutRoute } from '../../core/analysis/finding';
import type { Finding } from '../../core/results/results';
import { combineFixes } from '../../core/fixes/combine-fixes';
import type { FixAllParams, FixAllResult } from '../../protocol/messages';
import { toWorkspaceEdit } from '../fix-edits';
import type { Folder } from '../folder';
import type { ServerContext } from '../server-context';
import { settledFolders } from '../settled-folders';

type DocumentChanges = NonNullable<WorkspaceEdit['documentChanges']>;

const annotations = {
  'apiKeyGuard.fix': ChangeAnnotation.create('API Key Guard', false, 'Safe fixes'),
  'apiKeyGuard.preview': ChangeAnnotation.create('API Key Guard', true),
};

/** `apiKeyGuard/fixAll`: the safe fixes of a file, a blueprint or the workspace as one edit that the person confirms. */
export async function fixAll(context: ServerContext, params: FixAllParams): Promise<FixAllResult> {
  const wanted = params.uri === undefined ? undefined : context.folders.getFor(params.uri);
  const folders = await settledFolders(context, wanted ? [wanted] : context.folders.all, true);
  const documentChanges: DocumentChanges = [];
  let count = 0;
  for (const folder of folders) {
    const { chosen, edits } = combineFixes(findingsOf(folder, params), (finding) => folder.fixes(finding));
    count += chosen.length;
    documentChanges.push(...(toWorkspaceEdit(context, folder, edits).documentChanges ?? []));
  }
  if (!params.confirm) return { count, edit: { documentChanges } };
  return { count, edit: { documentChanges: withPreview(documentChanges), changeAnnotations: annotations } };
}

function findingsOf(folder: Folder, { uri, blueprint }: FixAllParams): readonly Finding[] {
  const { findings, routes } = folder.analysis();
  if (blueprint !== undefined) {
    const own = routes.filter((route) => route.blueprint === blueprint);
    return findings.filter((finding) => own.some((route) => isAboutRoute(finding, route)));
  }
  const file = uri === undefined ? undefined : folder.uris.fileOf(uri);
  return file === undefined ? findings : findings.filter((finding) => finding.file === file);
}

/**
 * VS Code opens its refactor preview when one change needs confirmation, and such a change stands there unticked: were it a
 * fix, *Apply* would leave it out. So the fixes need none, and what does is a file to create that is there already: the
 * preview leaves that out. https://github.com/microsoft/vscode/blob/main/src/vs/workbench/contrib/bulkEdit/browser/preview/bulkEditPreview.ts
 */
function withPreview(changes: DocumentChanges): DocumentChanges {
  const known = changes.find((change) => TextDocumentEdit.is(change) && !isCreated(change.textDocument.uri, changes));
  if (!known || !TextDocumentEdit.is(known)) return changes;
  const options = { ignoreIfExists: true };
  const opener = CreateFile.create(
    known.textDocument.uri,
    options,
    'apiKeyGuard.preview' satisfies keyof typeof annotations,
  );
  return [opener, ...changes.map(annotated)];
}

function isCreated(uri: string, changes: DocumentChanges): boolean {
  return changes.some((change) => CreateFile.is(change) && change.uri === uri);
}

function annotated(change: DocumentChanges[number]): DocumentChanges[number] {
  const annotationId: keyof typeof annotations = 'apiKeyGuard.fix';
  if (!TextDocumentEdit.is(change)) return { ...change, annotationId };
  return { ...change, edits: change.edits.map((edit) => ({ ...edit, annotationId })) };
}
