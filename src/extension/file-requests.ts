import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { methods, type DirectoryEntry } from '../protocol/messages';

/** Lets the server read what only the editor can: files of any file system, and the parser in the extension's folder. */
export function answerFileRequests(client: BaseLanguageClient): void {
  client.onRequest(methods.readDirectory, (params: { uri: string }) => readDirectory(vscode.Uri.parse(params.uri)));
  client.onRequest(methods.readFiles, (params: { uris: string[] }) =>
    Promise.all(params.uris.map((uri) => readFile(vscode.Uri.parse(uri)))),
  );
}

async function readDirectory(uri: vscode.Uri): Promise<DirectoryEntry[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(uri);
    return entries.map(([name, type]) => ({ name, kind: kindOf(type) }));
  } catch (error) {
    // A directory can vanish or be forbidden between two requests; the rest is still worth reading.
    if (error instanceof vscode.FileSystemError) return [];
    throw error;
  }
}

async function readFile(uri: vscode.Uri): Promise<string | null> {
  try {
    return toBase64(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return null;
    throw error;
  }
}

function kindOf(type: vscode.FileType): DirectoryEntry['kind'] {
  if ((type & vscode.FileType.SymbolicLink) !== 0) return 'link';
  if (type === vscode.FileType.Directory) return 'directory';
  return type === vscode.FileType.File ? 'file' : 'other';
}

/** `btoa` takes one character per byte; in slices, because an argument list has a limit. */
function toBase64(bytes: Uint8Array): string {
  let characters = '';
  for (let start = 0; start < bytes.length; start += 0x8000)
    characters += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(characters);
}
