/** Makes sessions for tests: reads the parser's wasm from node_modules, which the core itself must not do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analysis } from '../../src/core/analysis/results';
import { type ParserBinaries, Session } from '../../src/core/analysis/session';

const modules = join(__dirname, '..', '..', 'node_modules');

/** Bytes of the installed parser. */
export function parserBinaries(): ParserBinaries {
  return {
    runtime: readFileSync(join(modules, 'web-tree-sitter', 'web-tree-sitter.wasm')),
    python: readFileSync(join(modules, 'tree-sitter-python', 'tree-sitter-python.wasm')),
  };
}

/** A session with the installed parser. */
export async function createSession(): Promise<Session> {
  return Session.create(parserBinaries());
}

/** Analysis of one app's texts in a session of its own. */
export async function analyseTexts(files: ReadonlyMap<string, string>): Promise<Analysis> {
  const session = await createSession();
  for (const [file, text] of files) session.setText(file, text);
  return session.analyse();
}
