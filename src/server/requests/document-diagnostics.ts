import {
  DocumentDiagnosticReportKind,
  type CancellationToken,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver';
import { findingsByFile, toDiagnostic } from '../diagnostics';
import { findDocument, type ServerContext } from '../server-context';

/** `textDocument/diagnostic`: findings of one document, for clients that pull. */
export async function documentDiagnostics(
  context: ServerContext,
  params: DocumentDiagnosticParams,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const document = await findDocument(context, params.textDocument.uri);
  const full = { kind: DocumentDiagnosticReportKind.Full } as const;
  if (!document || token.isCancellationRequested) return { ...full, items: [] };
  const { folder, file } = document;
  const findings = findingsByFile(folder).get(file) ?? [];
  return { ...full, items: findings.map((finding) => toDiagnostic(folder, finding, context.options)) };
}
