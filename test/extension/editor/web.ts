/** The web extension host of vscode.dev: VS Code's web build, the extension and a workspace in memory, on loopback. */
import { createReadStream, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import { installWebEditor } from './install';
import { runFolder } from './run-folder';
import { runInPage, type Totals } from './run-in-page';
import { freePort } from './server';
import { root, webVersion } from './versions';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.html': 'text/html',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.md': 'text/markdown',
};

/** Runs the suite in a web extension host. */
export async function runWeb(suite: string): Promise<Totals> {
  const editor = await installWebEditor();
  const port = await freePort();
  const folders: Readonly<Record<string, string>> = {
    extension: root,
    suite: path.dirname(suite),
    'web-files': await buildWebFiles(),
  };
  const server = createServer((request, response) => {
    const url = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
    if (url === '/') {
      response.setHeader('Content-Type', 'text/html').end(page(port));
      return;
    }
    if (url === '/demo.json') {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(demoFiles(path.join(root, 'test/fixtures/demo'), '/demo')));
      return;
    }
    // VS Code runs tests in the host of the extension whose folder they stand in, so the suite seems to stand in ours.
    const [, first = '', ...rest] = url.replace(/^\/extension\/suite\//, '/suite/').split('/');
    const folder = folders[first];
    sendFile(response, folder === undefined ? path.join(editor, url) : path.join(folder, rest.join('/')));
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  try {
    return await runInPage(`http://page.${site}:${port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function sendFile(response: ServerResponse, file: string): void {
  if (!existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('Content-Type', types[path.extname(file)] ?? 'application/octet-stream');
  createReadStream(file).pipe(response);
}

/** The demo's files by path, for the in-memory file system of the page. */
function demoFiles(folder: string, prefix = ''): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = `${prefix}/${entry.name}`;
    if (entry.isDirectory()) Object.assign(files, demoFiles(path.join(folder, entry.name), file));
    else files[file] = readFileSync(path.join(folder, entry.name), 'utf8');
  }
  return files;
}

/**
 * A webview must stand on a host of its own, named by a hash, and on the page's site, or it gets no service worker.
 * Browsers take every name below `localhost` for this machine.
 */
const site = 'web.localhost';

/** The page of VSCODE.md's recipe: workbench, our extension, the file system, and the suite. */
function page(port: number): string {
  return `<!doctype html><html><head><meta charset="utf-8">
<link rel="stylesheet" href="/out/vs/workbench/workbench.web.main.internal.css">
</head><body><script type="module">
globalThis._VSCODE_FILE_ROOT = location.origin + '/out/';
await import('/out/nls.messages.js');
const { default: init } = await import('/workbench.js');
const at = (path) => ({ scheme: 'http', authority: location.host, path });
init(document.body, {
  productConfiguration: { nameShort: 'Code', nameLong: 'Code', applicationName: 'code', dataFolderName: '.code', version: '${webVersion}',
    webviewContentExternalBaseUrlTemplate: 'http://{{uuid}}.${site}:${port}/out/vs/workbench/contrib/webview/browser/pre/' },
  folderUri: { scheme: 'memory', path: '/demo' },
  additionalBuiltinExtensions: [],
  developmentOptions: {
    enableSmokeTestDriver: true,
    extensions: [at('/extension'), at('/web-files')],
    extensionTestsPath: at('/extension/suite/index.js'),
  },
});
</script></body></html>`;
}

/** Bundles the file system's extension; gives its folder. */
async function buildWebFiles(): Promise<string> {
  const folder = runFolder();
  await build({
    entryPoints: [path.join(root, 'test/extension/web-files/extension.ts')],
    outfile: path.join(folder, 'extension.js'),
    bundle: true,
    format: 'cjs',
    platform: 'browser',
    external: ['vscode'],
  });
  const manifest = {
    name: 'web-files',
    publisher: 'test',
    version: '0.0.1',
    engines: { vscode: '^1.100.0' },
    browser: './extension.js',
    activationEvents: ['onFileSystem:memory'],
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}
