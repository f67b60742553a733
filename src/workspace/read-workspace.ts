/** All texts of a workspace that an analysis needs: Python files, and OpenAPI documents where connexion serves them. */
import type { Session } from '../core/analysis/session';
import { readSource } from './read-source';
import { isPythonFile, type WalkedEntry, walkFiles } from './walk';

/** One file's text, or why it cannot be judged; `file` is relative to the root, with `/`. */
export type WorkspaceFile = { readonly file: string } & ({ readonly text: string } | { readonly reason: string });

const openApiName = /\.(?:ya?ml|json)$/;

/** An OpenAPI document says so in a key of its own; looking for it is cheaper than parsing every YAML and JSON file. */
const openApiKey = /^[\s{]*["']?(?:openapi|swagger)["']?\s*:/m;

/** Whether a file of this name may matter to an analysis. */
export function isReadFile(name: string): boolean {
  return isPythonFile(name) || openApiName.test(name);
}

/** Reads the files below `root` one by one; the caller may stop between two. */
export function* readWorkspace(root: string): Generator<WorkspaceFile, void> {
  const documents: WalkedEntry[] = [];
  let usesConnexion = false;
  for (const entry of walkFiles(root, isReadFile)) {
    if (!isPythonFile(entry.file)) {
      documents.push(entry);
      continue;
    }
    const file = readEntry(entry);
    usesConnexion ||= 'text' in file && file.text.includes('connexion');
    yield file;
  }
  if (!usesConnexion) return;
  for (const entry of documents) {
    const file = readEntry(entry);
    if ('text' in file && openApiKey.test(file.text)) yield file;
  }
}

/** Puts a file into a session, whether it could be read or not. */
export function putFile(session: Session, file: WorkspaceFile): void {
  if ('text' in file) session.setText(file.file, file.text);
  else session.setUnreadable(file.file, file.reason);
}

function readEntry({ file, path, reason }: WalkedEntry): WorkspaceFile {
  return { file, ...(reason === undefined ? readSource(path) : { reason }) };
}
