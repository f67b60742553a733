import * as vscode from 'vscode';
import { methods, type FolderRoutes, type RouteMessage } from '../../protocol/messages';
import { counted } from '../../report/text-blocks';
import { explicitSettings } from '../explicit-settings';
import type { ServerHandle } from '../server-handle';

/**
 * Copies what a bug report needs: versions, settings and counts. No code, no keys, no names or paths of files; of a text
 * setting only whether it is set, because people may put anything there.
 */
export async function copyDiagnostics(context: vscode.ExtensionContext, server: ServerHandle): Promise<string> {
  const manifest = context.extension.packageJSON as { readonly version: string };
  const client = await server.ifStarted;
  const folders = client ? await client.sendRequest<FolderRoutes[]>(methods.routes) : [];
  const lines = [
    `API Key Guard ${manifest.version}`,
    `VS Code ${vscode.version} (${vscode.env.appHost}, ${vscode.env.uiKind === vscode.UIKind.Web ? 'web' : 'desktop'}${vscode.env.remoteName === undefined ? '' : ', remote'})`,
    `Language server: ${client ? 'running' : 'not started'}`,
    `Workspace: ${counted(vscode.workspace.workspaceFolders?.length ?? 0, 'folder')}, ${vscode.workspace.isTrusted ? 'trusted' : 'restricted'}`,
    ...folders.map(({ routes }, index) => `Folder ${index + 1}: ${countVerdicts(routes)}`),
    `Settings: ${JSON.stringify(describeSettings())}`,
  ];
  const text = lines.join('\n') + '\n';
  await vscode.env.clipboard.writeText(text);
  void vscode.window.setStatusBarMessage(vscode.l10n.t('Diagnostics information is copied'), 5000);
  return text;
}

function countVerdicts(routes: readonly RouteMessage[]): string {
  const counts = new Map<string, number>();
  for (const { verdict, publicReason } of routes) {
    const key = publicReason === null ? verdict : 'public';
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [counted(routes.length, 'route'), ...[...counts].map(([verdict, count]) => `${count} ${verdict}`)].join(', ');
}

/** Settings that differ from their defaults. */
function describeSettings(): Record<string, unknown> {
  const isChoice = (value: unknown): boolean =>
    typeof value === 'boolean' ||
    /^(?:all|problems|off|openFiles|workspace|messages|verbose|error|warning|info)$/.test(String(value));
  return Object.fromEntries(
    Object.entries(explicitSettings(undefined)).map(([key, value]) => [
      key,
      isChoice(value) ? value : Array.isArray(value) ? `${value.length} entries` : 'set',
    ]),
  );
}
