/**
 * Settings that only an editor has; the analysis settings stand in `core/analysis/settings.ts`.
 * `npm run generate` derives `package.json`'s contributions from both lists.
 */

/** One editor setting as VS Code's settings page shows it. */
export interface EditorSettingDeclaration {
  readonly key: string;
  readonly type: 'enum';
  readonly values: readonly { readonly value: string; readonly description: string }[];
  readonly default: string;
  readonly scope: 'resource' | 'window';
  readonly description: string;
}

/** Which handlers get a lens. */
export type CodeLensSetting = 'problems' | 'all' | 'off';

/** Which files' findings stand in the Problems panel. */
export type DiagnosticsSetting = 'openFiles' | 'workspace';

/** The editor settings as the server uses them. */
export interface EditorSettings {
  readonly codeLens: CodeLensSetting;
  readonly diagnostics: DiagnosticsSetting;
}

/** Editor settings when nobody configured anything. */
export const defaultEditorSettings: EditorSettings = { codeLens: 'all', diagnostics: 'openFiles' };

/** The one list of editor settings. */
export const editorSettings: readonly EditorSettingDeclaration[] = [
  {
    key: 'codeLens',
    type: 'enum',
    values: [
      { value: 'all', description: 'Every route shows its verdict above its handler.' },
      { value: 'problems', description: 'Only routes that are not guarded show their verdict.' },
      { value: 'off', description: 'No lenses.' },
    ],
    default: defaultEditorSettings.codeLens,
    scope: 'resource',
    description: 'Which routes show their verdict above their handler.',
  },
  {
    key: 'diagnostics',
    type: 'enum',
    values: [
      { value: 'openFiles', description: 'Findings of open files; after *Scan Workspace*, of all files.' },
      { value: 'workspace', description: 'Findings of all files, always.' },
    ],
    default: defaultEditorSettings.diagnostics,
    scope: 'resource',
    description: 'Which findings stand in the Problems panel.',
  },
  {
    key: 'trace.server',
    type: 'enum',
    values: [
      { value: 'off', description: 'Nothing.' },
      { value: 'messages', description: 'The name of every message.' },
      { value: 'verbose', description: 'Every message in full; may hold source text.' },
    ],
    default: 'off',
    scope: 'window',
    description: 'Writes the messages between editor and language server to the log.',
  },
];

/** Reads the editor settings from what a client sent for section `apiKeyGuard`; unknown values give the default. */
export function readEditorSettings(section: unknown): EditorSettings {
  const sent: { codeLens?: unknown; diagnostics?: unknown } =
    typeof section === 'object' && section !== null ? section : {};
  return {
    codeLens: sent.codeLens === 'problems' || sent.codeLens === 'off' ? sent.codeLens : defaultEditorSettings.codeLens,
    diagnostics: sent.diagnostics === 'workspace' ? 'workspace' : defaultEditorSettings.diagnostics,
  };
}
