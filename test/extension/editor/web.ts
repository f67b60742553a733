/** The web extension host of vscode.dev: VS Code's web build, the extension and a workspace in memory, on loopback. */
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import path from 'node:path';
import { installWebEditor } from './install';
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
  const folders: Readonly<Record<string, string>> = { extension: root, suite: path.dirname(suite) };
  const server = createServer((request, response) => {
    const url = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
    if (url === '/') {
      response.setHeader('Content-Type', 'text/html').end(page());
      return;
    }
    const [, first = '', ...rest] = url.split('/');
    const folder = folders[first];
    sendFile(response, folder === undefined ? path.join(editor, url) : path.join(folder, rest.join('/')));
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  try {
    return await runInPage(`http://127.0.0.1:${port}/`);
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

function page(): string {
  const files = JSON.stringify(demoFiles(path.join(root, 'test/fixtures/demo'), '/demo')).replaceAll('<', '\\u003c');
  const script = readFileSync(path.join(root, 'test/extension/editor/web-page.js'), 'utf8')
    .replace('__VERSION__', webVersion)
    .replace('__FILES__', () => files);
  return `<!doctype html><html><head><meta charset="utf-8">
<link rel="stylesheet" href="/out/vs/workbench/workbench.web.main.internal.css">
</head><body><script type="module">${script}</script></body></html>`;
}
