import * as vscode from 'vscode';

/** VS Code's own description of a server to start (since 1.101; the oldest supported version has none). */
type StdioDefinition = new (
  label: string,
  command: string,
  args: string[],
  environment: Readonly<Record<string, string>>,
  version: string,
) => object;

interface McpApi {
  readonly registerMcpServerDefinitionProvider?: (
    id: string,
    provider: {
      readonly onDidChangeMcpServerDefinitions: vscode.Event<unknown>;
      readonly provideMcpServerDefinitions: () => object[];
    },
  ) => vscode.Disposable;
}

/** Id of the provider, as `package.json` contributes it. */
const providerId = 'apiKeyGuard.mcp';

/** Offers `api-key-guard mcp` for the workspace's folders to agents, run by the Node that VS Code brings. */
export function registerMcpProvider(context: vscode.ExtensionContext): void {
  if (!hasMcpApi(vscode.version)) return;
  const { registerMcpServerDefinitionProvider: register } = vscode.lm as McpApi;
  const Definition = (vscode as { readonly McpStdioServerDefinition?: StdioDefinition }).McpStdioServerDefinition;
  if (!register || !Definition) return;
  const { version } = context.extension.packageJSON as { readonly version: string };
  const command = context.asAbsolutePath('dist/cli.js');
  context.subscriptions.push(
    register(providerId, {
      onDidChangeMcpServerDefinitions: vscode.workspace.onDidChangeWorkspaceFolders,
      provideMcpServerDefinitions: () =>
        (vscode.workspace.workspaceFolders ?? [])
          .filter(({ uri }) => uri.scheme === 'file')
          .map(
            ({ name, uri }) =>
              new Definition(
                `API Key Guard (${name})`,
                process.execPath,
                [command, 'mcp', uri.fsPath],
                { ELECTRON_RUN_AS_NODE: '1' },
                version,
              ),
          ),
    }),
  );
}

/** 1.100 has the names already, but refuses extensions that use them. */
function hasMcpApi(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 1 || minor > 100;
}
