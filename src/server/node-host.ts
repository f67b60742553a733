import { readParserBinaries } from '../workspace/parser-binaries';
import { allowedBase } from '../verify/loopback';
import { defaultLimits, verifyApp } from '../verify/verify-app';
import { saltedHash } from '../workspace/baseline-file';
import { gitKeyAge } from './git-key-age';
import { diskFiles } from './disk-files';
import type { ServerHost } from './workspace-files';

/** A hash takes about 10 ms, and a report that is open asks for the same ones after each edit. */
const hashes = new Map<string, string>();

/** A server in a Node process: the parser lies next to the bundle, the workspace on the disk. */
export const nodeHost: ServerHost = {
  disk: diskFiles,
  loadParser: () => Promise.resolve().then(readParserBinaries),
  hashKey(key, salt) {
    const known = hashes.get(`${salt} ${key}`) ?? saltedHash(key, salt);
    hashes.set(`${salt} ${key}`, known);
    return known;
  },
  keyAge: gitKeyAge,
  // Async, so that a refused address is a rejection like any other.
  askApp: async (url, routes, { headerName }, signal, progress) =>
    verifyApp(allowedBase(url, []), routes, {
      headerName,
      rightKey: process.env.API_KEY_GUARD_KEY || undefined,
      examples: {},
      isUnsafeAllowed: false,
      ...defaultLimits,
      signal,
      progress,
    }),
};
