import {
  DocumentDiagnosticReportKind,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { findingsByFile, toDiagnostic } from '../diagnostics';
import type { Folder } from '../folder';
import type { ServerContext } from '../server-context';
import { settledFolders } from '../settled-folders';

/** `workspace/diagnostic`: findings of all files, where they are asked for by a scan or by the setting. */
export async function workspaceDiagnostics(
  context: ServerContext,
  params: WorkspaceDiagnosticParams,
): Promise<WorkspaceDiagnosticReport> {
  const previous = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  for (const folder of await settledFolders(context, context.folders.all)) {
    if (context.showsAllFiles(folder)) items.push(...reportFolder(context, folder, previous));
  }
  return { items };
}

function reportFolder(
  context: ServerContext,
  folder: Folder,
  previous: ReadonlyMap<string, string>,
): WorkspaceDocumentDiagnosticReport[] {
  const resultId = String(folder.revision);
  const findings = findingsByFile(folder);
  const gone = [...previous.keys()].filter((uri) => {
    const file = folder.uris.fileOf(uri);
    return file !== undefined && !findings.has(file);
  });
  const withFindings = [...findings].map(([file, list]): WorkspaceDocumentDiagnosticReport => {
    const uri = folder.uris.uriOf(file);
    return previous.get(uri) === resultId
      ? { kind: DocumentDiagnosticReportKind.Unchanged, uri, version: null, resultId }
      : full(
          uri,
          resultId,
          list.map((finding) => toDiagnostic(folder, finding, context.options)),
        );
  });
  return [...withFindings, ...gone.map((uri) => full(uri, resultId, []))];
}

function full(
  uri: string,
  resultId: string,
  items: ReturnType<typeof toDiagnostic>[],
): WorkspaceDocumentDiagnosticReport {
  return { kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId, items };
}
