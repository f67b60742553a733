import * as vscode from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import type { InitializationOptions } from '../protocol/messages';
import { keyFilePattern } from '../protocol/key-files';
import { commandIds } from './command-ids';
import { explicitSettings } from './explicit-settings';
import { traceChannel } from './trace-channel';

/** Also the prefix of the setting `apiKeyGuard.trace.server`, which the client reads by itself. */
export const clientId = 'apiKeyGuard';

/** Name of the log channel. */
export const clientName = 'API Key Guard';

/** How the language client is set up, the same in every host. */
export function clientOptions(
  context: vscode.ExtensionContext,
  outputChannel: vscode.LogOutputChannel,
): LanguageClientOptions {
  const initializationOptions: InitializationOptions = {
    icons: true,
    showEvidenceCommand: commandIds.showEvidence,
    openRulePageCommand: commandIds.openRulePage,
    selectTextCommand: commandIds.selectText,
    rulePages: vscode.Uri.joinPath(context.extensionUri, 'media', 'rules').toString(),
    binaries: vscode.Uri.joinPath(context.extensionUri, 'dist').toString(),
    // VS Code pulls for visible editors only; published findings stay for every open tab and after a scan.
    pushDiagnostics: true,
    hoverShowsDiagnostics: true,
    readsFiles: true,
  };
  return {
    documentSelector: editedSchemes().flatMap((scheme) => [
      { scheme, language: 'python' },
      { scheme, pattern: keyFilePattern },
    ]),
    outputChannel,
    traceOutputChannel: traceChannel(context, outputChannel),
    initializationOptions,
    middleware: {
      workspace: {
        configuration: (params, token, next) => {
          const answers = params.items.map((item) =>
            item.section === clientId ? explicitSettings(item.scopeUri) : undefined,
          );
          return answers.includes(undefined) ? next(params, token) : answers;
        },
      },
    },
  };
}

/**
 * Where people edit. Everything else (the old side of a diff, the refactor preview) shows what stands there a second time,
 * and would be told twice.
 */
function editedSchemes(): readonly string[] {
  const ofFolders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
  return [...new Set(['file', 'untitled', 'vscode-notebook-cell', ...ofFolders])];
}
