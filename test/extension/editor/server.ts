/** Starts an installed VS Code server on loopback. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Editor } from './install';

/** A running server. */
export interface RunningEditor {
  readonly port: number;
  /** Folder of what VS Code remembers. */
  readonly userData: string;
  /** Folder of the installed extensions. */
  readonly extensions: string;
  readonly stop: () => void;
}

/** Quiet: no chat, no tips, no start page; what is on the screen is the project. */
const userSettings = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.colorTheme': 'Default Light Modern',
  'editor.minimap.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
};

/**
 * Starts the server; `installed` are unpacked extensions by folder name. Only a server that `runsTests` in its extension
 * host opens VS Code's test door: behind it no notification pops up, and a person would miss them.
 */
export async function startEditor(
  editor: Editor,
  options: { installed?: Readonly<Record<string, string>>; asksForTrust?: boolean; runsTests?: boolean } = {},
): Promise<RunningEditor> {
  const home = mkdtempSync(path.join(tmpdir(), 'api-key-guard-editor-'));
  const user = path.join(home, 'user', 'User');
  const isTrusting = options.asksForTrust !== true;
  const trust = { 'security.workspace.trust.enabled': !isTrusting, 'security.workspace.trust.startupPrompt': 'never' };
  mkdirSync(user, { recursive: true });
  mkdirSync(path.join(home, 'ext'));
  writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...userSettings, ...trust }));
  for (const [name, folder] of Object.entries(options.installed ?? {}))
    cpSync(folder, path.join(home, 'ext', name), { recursive: true });
  const port = await freePort();
  const child = spawn(
    editor.node,
    [
      path.join(editor.folder, 'out', 'server-main.js'),
      ...['--without-connection-token', '--accept-server-license-terms', '--host', '127.0.0.1', '--port', String(port)],
      ...['--server-data-dir', home, '--user-data-dir', path.join(home, 'user')],
      ...['--extensions-dir', path.join(home, 'ext')],
      ...(options.runsTests ? ['--enable-smoke-test-driver'] : []),
      '--disable-telemetry',
      ...(isTrusting ? ['--disable-workspace-trust'] : []),
    ],
    { cwd: editor.folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const stop = () => {
    child.kill();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  await new Promise<void>((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Extension host agent listening')) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('close', (code) => {
      reject(new Error(`VS Code's server ended with ${String(code)}:\n${output}`));
    });
  });
  return { port, userData: user, extensions: path.join(home, 'ext'), stop };
}

/** Address of a server's page with a folder or `.code-workspace` open; `payload` are VS Code's own page options. */
export function pageAddress(port: number, workspace: string, payload: readonly (readonly [string, string])[]): string {
  const kind = workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
  const options = payload.length === 0 ? '' : `&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  return `http://127.0.0.1:${port}/?${kind}=${encodeURIComponent(workspace)}${options}`;
}

/** Address of a file on the server's machine, as a page option. */
export function remoteFile(port: number, file: string): string {
  return `vscode-remote://127.0.0.1:${port}${file}`;
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}
