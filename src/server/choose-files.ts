import type { Connection } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol/messages';
import { editorFiles } from './editor-files';
import type { ServerHost, WorkspaceFiles } from './workspace-files';

/** Who reads a folder's files: the server itself where they are on its disk, else the editor, if it offers to. */
export function chooseFiles(
  root: string,
  connection: Connection,
  host: ServerHost,
  options: InitializationOptions,
): WorkspaceFiles | undefined {
  if (host.disk && root.startsWith('file:')) return host.disk;
  return options.readsFiles === true ? editorFiles(connection) : undefined;
}
