/** All texts of a workspace that an analysis needs: Python files, and those that keys are looked for in. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Session } from '../core/analysis/session';
import { isReadForKeys, isTextByName } from '../core/secrets/file-formats';
import { readSource, readText } from './read-source';
import { isPythonFile } from '../core/python/python-file';
import { type WalkedEntry, walkFiles } from './walk';

/** One file's text, or why it cannot be judged; `file` is relative to the root, with `/`. */
export type WorkspaceFile = { readonly file: string } & ({ readonly text: string } | { readonly reason: string });

/** Fixes write to these, so they must be known also where git ignores them. */
const environmentFiles = ['.env', '.env.example', '.gitignore'];

/** Whether a file of this name may matter to an analysis. */
export function isReadFile(name: string): boolean {
  return isPythonFile(name) || isReadForKeys(name);
}

/** Reads the files below `root` one by one; the caller may stop between two. */
export function* readWorkspace(root: string): Generator<WorkspaceFile, void> {
  const seen = new Set<string>();
  for (const entry of walkFiles(root, isReadFile)) {
    const file = readEntry(entry);
    if (!file) continue;
    seen.add(file.file);
    yield file;
  }
  for (const name of environmentFiles) {
    const target = path.join(root, name);
    if (seen.has(name) || !existsSync(target)) continue;
    const read = readText(target);
    if ('text' in read) yield { file: name, text: read.text };
  }
}

/** Puts a file into a session, whether it could be read or not. */
export function putFile(session: Session, file: WorkspaceFile): void {
  if ('text' in file) session.setText(file.file, file.text);
  else session.setUnreadable(file.file, file.reason);
}

/** Text of a file, as its kind is read. */
export function readByKind(target: string): ReturnType<typeof readSource> {
  return isPythonFile(target) ? readSource(target) : readText(target);
}

/** Undefined for what is no text: only Python files, and directories that may hold some, are missed where they cannot be read. */
function readEntry({ file, path: target, reason, isDirectory }: WalkedEntry): WorkspaceFile | undefined {
  if (reason !== undefined) return isDirectory === true || isPythonFile(file) ? { file, reason } : undefined;
  const read = readByKind(target);
  const isMissed = isPythonFile(file) || (isTextByName(file) && 'reason' in read && read.reason.startsWith('larger'));
  return 'text' in read || isMissed ? { file, ...read } : undefined;
}
