import type { FolderRoutes } from '../../protocol/messages';
import { describeRoutes } from '../routes-summary';
import type { ServerContext } from '../server-context';

/** `apiKeyGuard/routes`: all routes of the workspace, for the tree view. */
export async function routes(context: ServerContext): Promise<FolderRoutes[]> {
  const folders = context.folders.all;
  await Promise.all(folders.map((folder) => folder.settled()));
  return folders.map(describeRoutes);
}
