// A file system in memory for the web extension host: the demo project under `memory:/demo`.
import * as vscode from 'vscode';

const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
const files = new Map<string, Uint8Array>();

const provider: vscode.FileSystemProvider = {
  onDidChangeFile: changes.event,
  watch: () => new vscode.Disposable(() => undefined),
  stat: (uri) => {
    const file = files.get(uri.path);
    if (file) return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: file.length };
    if (names(uri.path).length === 0) throw vscode.FileSystemError.FileNotFound(uri);
    return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
  },
  readDirectory: (uri) => names(uri.path),
  readFile: (uri) => {
    const file = files.get(uri.path);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  },
  writeFile: (uri, content) => {
    const type = files.has(uri.path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    files.set(uri.path, content);
    changes.fire([{ type, uri }]);
  },
  createDirectory: () => undefined,
  delete: (uri) => {
    files.delete(uri.path);
    changes.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  },
  rename: () => {
    throw vscode.FileSystemError.NoPermissions('not needed by any test');
  },
};

/** Called when the workbench opens `memory:/demo`. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const answer = await fetch(new URL('/demo.json', context.extensionUri.toString(true)));
  const demo = (await answer.json()) as Record<string, string>;
  for (const [file, text] of Object.entries(demo)) files.set(file, new TextEncoder().encode(text));
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider('memory', provider));
}

/** Entries directly below a directory. */
function names(directory: string): [string, vscode.FileType][] {
  const prefix = directory.endsWith('/') ? directory : `${directory}/`;
  const found = new Map<string, vscode.FileType>();
  for (const file of files.keys()) {
    if (!file.startsWith(prefix)) continue;
    const [name = '', ...rest] = file.slice(prefix.length).split('/');
    found.set(name, rest.length > 0 ? vscode.FileType.Directory : vscode.FileType.File);
  }
  return [...found];
}
