import * as vscode from 'vscode';

/**
 * What the person set under `apiKeyGuard`, defaults left out: a default must not win over the project's own
 * `pyproject.toml`, which the server reads.
 */
export function explicitSettings(scopeUri: string | undefined): Record<string, unknown> {
  const scope = scopeUri === undefined ? undefined : vscode.Uri.parse(scopeUri);
  const configuration = vscode.workspace.getConfiguration('apiKeyGuard', scope);
  const settings: Record<string, unknown> = {};
  for (const key of Object.keys(configuration)) {
    const found = configuration.inspect(key);
    const value: unknown = found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue;
    if (value !== undefined) settings[key] = value;
  }
  return settings;
}
