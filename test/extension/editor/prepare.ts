/** What every runner needs before an editor starts: the bundles, the suite's bundle, and workspaces to work on. */
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { runCommand } from './run-command';
import { runFolder } from './run-folder';
import { root } from './versions';

/** Bundles the extension, as `npm run build`. */
export async function buildExtension(): Promise<void> {
  await runCommand('npx', ['tsx', 'src/dev/build.ts'], { cwd: root });
}

/** Bundles the suite with mocha; gives its path. One bundle serves Node's and the browser's extension host. */
export async function buildSuite(): Promise<string> {
  const outfile = path.join(runFolder(), 'index.js');
  const mocha = readFileSync(path.join(root, 'node_modules/mocha/mocha.js'), 'utf8');
  await build({
    entryPoints: [path.join(root, 'test/extension/suite/index.ts')],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'browser',
    external: ['vscode'],
    // Mocha's file would take the suite's own `module` for its exports; hidden from it, it sets the globals only.
    banner: { js: `(function (exports, module, define) {${mocha}\n}).call(globalThis);` },
    logLevel: 'error',
  });
  return outfile;
}

/** A copy of the demo project, so that tests may write. */
export function demoWorkspace(): string {
  const folder = path.join(runFolder(), 'demo');
  cpSync(path.join(root, 'test/fixtures/demo'), folder, { recursive: true });
  return folder;
}

/** A project in which there is nothing for us to do. */
export function workspaceWithoutPython(): string {
  const folder = path.join(runFolder(), 'no-python');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'README.md'), '# Nothing to see\n');
  writeFileSync(path.join(folder, 'index.js'), 'module.exports = 1;\n');
  return folder;
}

/** Two folders with the same code and settings of their own; gives the `.code-workspace`. */
export function multiRootWorkspace(): string {
  const home = runFolder();
  const settings = {
    strict: {
      'apiKeyGuard.guardName': 'check_key',
      'apiKeyGuard.guardModule': 'security.keys',
      'apiKeyGuard.headerName': 'X-Partner-Key',
    },
    relaxed: { 'apiKeyGuard.publicRoutes': ['/health'] },
  };
  for (const [name, ofFolder] of Object.entries(settings)) {
    const folder = path.join(home, name);
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    writeFileSync(path.join(folder, '.vscode', 'settings.json'), JSON.stringify(ofFolder));
    const app =
      'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/health")\ndef health():\n    return "ok"\n';
    writeFileSync(path.join(folder, 'app.py'), app);
  }
  const file = path.join(home, 'two.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: Object.keys(settings).map((name) => ({ path: name })) }));
  return file;
}

/** The packaged extension, unpacked, and an empty extension to stand in as the one under development. */
export async function packageExtension(): Promise<{ unpacked: string; standIn: string; bytes: number }> {
  const home = runFolder();
  const vsix = path.join(home, 'extension.vsix');
  const args = [
    'vsce',
    'package',
    '--no-dependencies',
    '--skip-license',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ];
  await runCommand('npx', args, { cwd: root });
  await runCommand('python3', [
    '-c',
    'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])',
    vsix,
    home,
  ]);
  const standIn = path.join(home, 'stand-in');
  mkdirSync(standIn);
  const manifest = { name: 'stand-in', publisher: 'test', version: '0.0.1', engines: { vscode: '^1.100.0' } };
  writeFileSync(path.join(standIn, 'package.json'), JSON.stringify(manifest));
  return { unpacked: path.join(home, 'extension'), standIn, bytes: statSync(vsix).size };
}

/** What ships, taken one by one: a copy of the whole repository would carry node_modules along. */
export function extensionFolder(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ['package.json', 'package.nls.json', 'dist', 'media'].map((name) => [
      `api-key-guard/${name}`,
      path.join(root, name),
    ]),
  );
}
