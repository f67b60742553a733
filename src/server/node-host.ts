import { readParserBinaries } from '../workspace/parser-binaries';
import { allowedBase } from '../verify/loopback';
import { defaultLimits, verifyApp } from '../verify/verify-app';
import { diskFiles } from './disk-files';
import type { ServerHost } from './workspace-files';

/** A server in a Node process: the parser lies next to the bundle, the workspace on the disk. */
export const nodeHost: ServerHost = {
  disk: diskFiles,
  loadParser: () => Promise.resolve().then(readParserBinaries),
  // Async, so that a refused address is a rejection like any other.
  askApp: async (url, routes, { headerName }, signal) =>
    verifyApp(allowedBase(url, []), routes, {
      headerName,
      rightKey: process.env.API_KEY_GUARD_KEY || undefined,
      examples: {},
      isUnsafeAllowed: false,
      ...defaultLimits,
      signal,
      progress: () => undefined,
    }),
};
