/** Asks git how old a key is, for the one that a person looks at. */
import { fileURLToPath } from 'node:url';
import { findKeyOrigins } from '../git/key-history';
import type { KeySince } from '../report/key-since';
import { UserError } from '../workspace/user-error';

/** Milliseconds that a hover may take. */
const longestHistory = 1000;

/** Since when a key of a file below `rootUri` is in git's history; undefined where git does not know it, or is not there. */
export async function gitKeyAge(rootUri: string, file: string, key: string): Promise<KeySince | undefined> {
  if (!rootUri.startsWith('file:') || key === '') return undefined;
  const sought = { file, value: key };
  try {
    const options = { cwd: fileURLToPath(rootUri), longest: longestHistory };
    return (await findKeyOrigins([sought], options)).get(sought);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
