import type { Connection } from 'vscode-languageserver';
import { isReadForKeys } from '../core/secrets/file-formats';
import { methods, type DirectoryEntry } from '../protocol/messages';
import { baselineName } from '../workspace/baseline-name';
import { configurationFiles, parseConfiguration } from '../workspace/configuration';
import { FolderUris } from './folder-uris';
import type { FileContent, LoadedFile, WorkspaceFiles } from './workspace-files';

/** Files asked for in one message: few enough for a slow file system, many enough to hide the way there and back. */
const batchSize = 32;
const largestFile = 4 * 1024 * 1024;
const mostDirectories = 20_000;
const ignoredDirectories = new Set(['node_modules', '__pycache__', 'site-packages', 'venv', 'env', 'build', 'dist']);

/**
 * Reads a workspace folder through the editor, whatever its file system: GitHub, a browser's memory, a remote.
 * Links are not followed, so that nothing outside of the folder is read.
 */
export function editorFiles(connection: Connection): WorkspaceFiles {
  return {
    async *load(rootUri) {
      const uris = new FolderUris(rootUri);
      let batch: string[] = [];
      for await (const file of walk(connection, uris)) {
        batch.push(file);
        if (batch.length < batchSize) continue;
        yield* readBatch(connection, uris, batch);
        batch = [];
      }
      yield* readBatch(connection, uris, batch);
    },
    async read(rootUri, file) {
      const [bytes] = await readBytes(connection, [new FolderUris(rootUri).uriOf(file)]);
      return bytes ? decode(bytes) : { unreadable: 'the editor cannot read it' };
    },
    async configuration(rootUri) {
      const uris = new FolderUris(rootUri);
      const contents = await readBytes(connection, configurationFiles.map(uris.uriOf.bind(uris)));
      for (const [at, file] of configurationFiles.entries()) {
        const bytes = contents[at];
        const found = bytes && parseConfiguration(file, new TextDecoder().decode(bytes));
        if (found) return found;
      }
      return { settings: {}, problems: [] };
    },
    async baseline(rootUri) {
      const [bytes] = await readBytes(connection, [new FolderUris(rootUri).uriOf(baselineName)]);
      return bytes && { text: new TextDecoder().decode(bytes), prefix: '' };
    },
  };
}

/** Bytes of documents, in order; undefined where the editor cannot read one. */
export async function readBytes(connection: Connection, uris: readonly string[]): Promise<(Uint8Array | undefined)[]> {
  const contents = await connection.sendRequest<(string | null)[]>(methods.readFiles, { uris });
  return contents.map((content) => (content === null ? undefined : fromBase64(content)));
}

async function* walk(connection: Connection, uris: FolderUris): AsyncIterable<string> {
  const waiting = [''];
  for (let visited = 0; visited < mostDirectories; visited++) {
    const directory = waiting.pop();
    if (directory === undefined) return;
    const uri = directory === '' ? uris.root : uris.uriOf(directory);
    const entries = await connection.sendRequest<DirectoryEntry[]>(methods.readDirectory, { uri });
    for (const { name, kind } of entries) {
      const path = directory === '' ? name : `${directory}/${name}`;
      if (kind === 'directory' && !isIgnored(name)) waiting.push(path);
      if (kind === 'file' && isAnalysed(path)) yield path;
    }
  }
}

async function* readBatch(
  connection: Connection,
  uris: FolderUris,
  files: readonly string[],
): AsyncIterable<LoadedFile> {
  if (files.length === 0) return;
  const contents = await readBytes(
    connection,
    files.map((file) => uris.uriOf(file)),
  );
  for (const [at, file] of files.entries()) {
    const bytes = contents[at];
    yield { file, ...(bytes ? decode(bytes) : { unreadable: 'the editor cannot read it' }) };
  }
}

function isIgnored(directory: string): boolean {
  return directory.startsWith('.') || ignoredDirectories.has(directory);
}

function isAnalysed(file: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return (file.endsWith('.py') || isReadForKeys(name)) && !file.split('/').slice(0, -1).some(isIgnored);
}

function decode(bytes: Uint8Array): FileContent {
  if (bytes.length > largestFile) return { unreadable: `larger than ${largestFile / 1024 / 1024} MB` };
  if (bytes.includes(0)) return { unreadable: 'holds NUL bytes' };
  return { text: new TextDecoder().decode(bytes) };
}

/** `atob` gives one character per byte, in Node and in a browser alike. */
function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
