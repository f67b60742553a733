import {
  CreateFile,
  OptionalVersionedTextDocumentIdentifier,
  TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextEdit } from '../core/results/results';
import type { Folder } from './folder';
import type { ServerContext } from './server-context';

/** The core's edits in LSP's form; every open document carries its version, so that a stale edit is refused. */
export function toWorkspaceEdit(context: ServerContext, folder: Folder, edits: readonly TextEdit[]): WorkspaceEdit {
  const byFile = new Map<string, TextEdit[]>();
  for (const edit of edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
  const changes = [...byFile].flatMap(([file, fileEdits]) => {
    const uri = folder.uris.uriOf(file);
    const version = context.documents.get(uri)?.version ?? null;
    const document = OptionalVersionedTextDocumentIdentifier.create(uri, version);
    const textEdits = fileEdits.map(({ span, newText }) => ({ range: folder.range(file, span), newText }));
    const change = TextDocumentEdit.create(document, textEdits);
    // Never overwrites: when the file appeared meanwhile, the whole edit fails.
    return folder.has(file) ? [change] : [CreateFile.create(uri, { overwrite: false, ignoreIfExists: false }), change];
  });
  if (context.capabilities.workspace?.workspaceEdit?.documentChanges) return { documentChanges: changes };
  return {
    changes: Object.fromEntries(
      changes.filter(TextDocumentEdit.is).map((change) => [change.textDocument.uri, textEditsOf(change)]),
    ),
  };
}

function textEditsOf(
  change: TextDocumentEdit,
): { range: TextDocumentEdit['edits'][number]['range']; newText: string }[] {
  return change.edits.flatMap((edit) => ('newText' in edit ? [{ range: edit.range, newText: edit.newText }] : []));
}
