// The extension in a Node extension host: desktop VS Code, remote, code-server.
import * as vscode from 'vscode';
import { activateWith } from './activation';
import { clientId, clientName } from './client-options';
import { registerHookCommands } from './staged/hook-commands';
import { watchStagedKeys } from './staged/staged-keys';
import { registerMcpProvider } from './mcp-provider';

/** Called by VS Code once the workspace has Python, or when one of the commands runs. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  registerMcpProvider(context);
  registerHookCommands(context);
  const log = await activateWith(context, async (options) => {
    // Most of the extension's code, which VS Code need not wait for.
    const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
    const run = { module, transport: TransportKind.ipc };
    const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
    return new LanguageClient(clientId, clientName, { run, debug }, options);
  });
  // Not awaited: the Git extension takes its time, and nothing else waits for it.
  watchStagedKeys(context, log).catch((error: unknown) => {
    log.warn(`The Git extension does not answer: ${String(error)}`);
  });
}
