import type { ClientCapabilities, Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { InitializationOptions } from '../protocol/messages';
import type { Folder } from './folder';
import type { Folders } from './folders';

/** What every request handler gets. */
export interface ServerContext {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly folders: Folders;
  readonly options: InitializationOptions;
  readonly capabilities: ClientCapabilities;
  /** Diagnostics are fetched by the client instead of published. */
  readonly pulls: boolean;
  /** Told of every change; sends results when typing pauses. */
  readonly publisher: {
    touch(): void;
    /** Lenses were asked for before they were known: they will be asked for again. */
    oweLenses(): void;
    /** Takes back what was published of a folder. */
    clear(folder: Folder): Promise<void>;
  };
  /** From now on findings of all files are shown, not only of open ones. */
  readonly showAllFiles: () => void;
  readonly showsAllFiles: (folder: Folder) => boolean;
}

/** A document's folder and its name there, once the folder is up to date; undefined for a document outside all folders. */
export async function findDocument(
  context: ServerContext,
  uri: string,
): Promise<{ folder: Folder; file: string } | undefined> {
  const folder = context.folders.getFor(uri);
  const file = folder.uris.fileOf(uri);
  if (file === undefined) return undefined;
  await folder.settled();
  return { folder, file };
}
