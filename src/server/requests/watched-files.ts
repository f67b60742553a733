import {
  FileChangeType,
  WatchKind,
  type DidChangeWatchedFilesParams,
  type FileSystemWatcher,
} from 'vscode-languageserver';
import { keyFilePattern } from '../../protocol/key-files';
import type { Folder } from '../folder';
import type { ServerContext } from '../server-context';

const projectConfiguration = /(?:^|\/)(?:pyproject\.toml|\.api-key-guard(?:-baseline)?\.json|\.gitignore)$/;

/** What the client is asked to watch. A deleted directory is reported by its own name only, hence the second line. */
export const fileWatchers: FileSystemWatcher[] = [
  { globPattern: '**/{*.py,.gitignore}' },
  { globPattern: keyFilePattern },
  { globPattern: '**/*', kind: WatchKind.Delete },
];

/** `workspace/didChangeWatchedFiles`: what changed on disk; for an open file the editor's text stays. */
export async function watchedFiles(
  context: ServerContext,
  params: DidChangeWatchedFilesParams,
  reconfigure: (folder: Folder) => Promise<void>,
): Promise<void> {
  const changed = new Set<Folder>();
  const reloads = new Set<Folder>();
  for (const { uri, type } of params.changes) {
    const folder = context.folders.find(uri);
    const file = folder?.uris.fileOf(uri);
    if (!folder || file === undefined) continue;
    await folder.ready;
    changed.add(folder);
    if (type === FileChangeType.Deleted) folder.forget(file);
    else if (folder.knows(file)) await folder.reread(file);
    // A new file may be an ignored one, which only a walk from the top can tell.
    else reloads.add(folder);
    if (projectConfiguration.test(file)) reloads.add(folder);
  }
  for (const folder of reloads) {
    await reconfigure(folder);
    await folder.load(() => false);
  }
  if (changed.size > 0) context.publisher.touch();
}
