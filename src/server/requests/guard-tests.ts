import type { GuardTests } from '../../protocol/messages';
import type { ServerContext } from '../server-context';

/** `apiKeyGuard/guardTests`: the pytest modules that the client may create. */
export async function guardTests({ folders }: ServerContext): Promise<GuardTests[]> {
  await Promise.all(folders.all.map((folder) => folder.settled(true)));
  return folders.all.flatMap((folder) => {
    const made = folder.guardTests();
    return made ? [{ uri: folder.uris.uriOf(made.file), text: made.text }] : [];
  });
}
