import type { Folder } from './folder';
import type { ServerContext } from './server-context';

/**
 * The folders whose results are there, of all or of those given. One that cannot be judged is named in the log and left
 * out: the others go on. `isUrgent` where somebody waits for the answer.
 */
export async function settledFolders(
  { connection }: Pick<ServerContext, 'connection'>,
  folders: readonly Folder[],
  isUrgent = false,
): Promise<readonly Folder[]> {
  const results = await Promise.allSettled(folders.map((folder) => folder.settled(isUrgent)));
  return folders.filter((folder, at) => {
    const result = results[at];
    if (result?.status === 'rejected')
      connection.console.error(`Cannot judge ${folder.root}: ${inWords(result.reason)}`);
    return result?.status === 'fulfilled';
  });
}

function inWords(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
}
