import type { FolderRoutes } from '../../protocol/messages';
import { describeRoutes } from '../routes-summary';
import type { ServerContext } from '../server-context';
import { settledFolders } from '../settled-folders';

/** `apiKeyGuard/routes`: all routes of the workspace, for the tree view. */
export async function routes(context: ServerContext): Promise<FolderRoutes[]> {
  const folders = await settledFolders(context, context.folders.all);
  return folders.map(describeRoutes);
}
