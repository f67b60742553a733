import type { GuardTests } from '../../protocol/messages';
import type { ServerContext } from '../server-context';
import { settledFolders } from '../settled-folders';

/** `apiKeyGuard/guardTests`: the pytest modules that the client may create. */
export async function guardTests(context: ServerContext): Promise<GuardTests[]> {
  const folders = await settledFolders(context, context.folders.all, true);
  return folders.flatMap((folder) => {
    const made = folder.guardTests();
    return made ? [{ uri: folder.uris.uriOf(made.file), text: made.text }] : [];
  });
}
