import { LSPErrorCodes, ResponseError, type CodeAction } from 'vscode-languageserver';
import { toWorkspaceEdit } from '../fix-edits';
import { findDocument, type ServerContext } from '../server-context';
import type { FixData } from './code-action';

/** `codeAction/resolve`: the edit of a chosen fix; refused when the document is no longer the one it was made for. */
export async function codeActionResolve(context: ServerContext, action: CodeAction): Promise<CodeAction> {
  const data: unknown = action.data;
  if (!isFixData(data)) return action;
  const document = await findDocument(context, data.uri);
  const version = context.documents.get(data.uri)?.version ?? null;
  if (!document || version !== data.version) throw stale();
  const { folder, file } = document;
  const finding = folder
    .analysis()
    .findings.find(
      (known) => known.file === file && known.fingerprint === data.fingerprint && known.span.start === data.start,
    );
  const fix = finding && folder.fixes(finding).find((known) => known.title === data.title);
  if (!fix) throw stale();
  return { ...action, edit: toWorkspaceEdit(context, folder, fix.edits) };
}

function stale(): ResponseError {
  return new ResponseError(LSPErrorCodes.ContentModified, 'The file changed since this fix was offered: ask again.');
}

function isFixData(data: unknown): data is FixData {
  return typeof data === 'object' && data !== null && 'fingerprint' in data && 'version' in data && 'uri' in data;
}
