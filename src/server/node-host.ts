import { readParserBinaries } from '../workspace/parser-binaries';
import { diskFiles } from './disk-files';
import type { ServerHost } from './workspace-files';

/** A server in a Node process: the parser lies next to the bundle, the workspace on the disk. */
export const nodeHost: ServerHost = {
  disk: diskFiles,
  loadParser: () => Promise.resolve().then(readParserBinaries),
};
