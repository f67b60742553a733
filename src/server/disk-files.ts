import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findBaseline } from '../workspace/baseline-file';
import { findConfiguration } from '../workspace/find-configuration';
import { readByKind, readWorkspace } from '../workspace/read-workspace';
import type { WorkspaceFiles } from './workspace-files';

/** Milliseconds of reading after which waiting messages get their turn. */
const turn = 15;

/** The machine's own files, by the rules of `src/workspace`. */
export const diskFiles: WorkspaceFiles = {
  async *load(rootUri) {
    let turnEnds = Date.now() + turn;
    for (const file of readWorkspace(fileURLToPath(rootUri))) {
      yield 'text' in file ? file : { file: file.file, unreadable: file.reason };
      if (Date.now() < turnEnds) continue;
      await setImmediate();
      turnEnds = Date.now() + turn;
    }
  },
  read(rootUri, file) {
    const source = readByKind(join(fileURLToPath(rootUri), file));
    return Promise.resolve('text' in source ? source : { unreadable: source.reason });
  },
  configuration(rootUri) {
    return Promise.resolve(findConfiguration(fileURLToPath(rootUri)));
  },
  async baseline(rootUri) {
    const root = fileURLToPath(rootUri);
    const file = findBaseline(root);
    if (file === undefined) return undefined;
    const below = relative(dirname(file), root).replaceAll(sep, '/');
    return { text: await readFile(file, 'utf8'), prefix: below === '' ? '' : `${below}/` };
  },
};
