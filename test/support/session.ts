/** Makes sessions for tests. */
import type { Analysis } from '../../src/core/results/results';
import { Session } from '../../src/core/analysis/session';
import { readParserBinaries } from '../../src/workspace/parser-binaries';

/** A session with the installed parser. */
export async function createSession(): Promise<Session> {
  return Session.create(readParserBinaries());
}

/** Analysis of one app's texts in a session of its own. */
export async function analyseTexts(files: ReadonlyMap<string, string>): Promise<Analysis> {
  const session = await createSession();
  for (const [file, text] of files) session.setText(file, text);
  return session.analyse();
}
