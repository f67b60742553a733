import type { AnalysisSettings } from '../../core/results/results';
import { defaultSettings } from '../../core/analysis/settings';
import { readEditorSettings } from '../../protocol/editor-settings';
import type { Folder } from '../folder';
import { compareWithFolderBaseline, readProjectBaseline } from '../folder-report';
import type { ServerContext } from '../server-context';
import { readSettings } from '../settings-section';
import type { ServerHost, WorkspaceFiles } from '../workspace-files';

/** Reads one folder's settings (defaults, then the project's file, then the editor's) and its baseline. */
export async function configureFolder(
  context: ServerContext,
  folder: Folder,
  files: WorkspaceFiles | undefined,
  hashKey: ServerHost['hashKey'],
): Promise<void> {
  const section = await askEditor(context, folder);
  const project = await files?.configuration(folder.root);
  for (const problem of project?.problems ?? []) context.connection.console.warn(problem);
  const sent = readSettings(section);
  const settings: AnalysisSettings = {
    ...defaultSettings,
    ...project?.settings,
    ...sent,
    rules: { ...defaultSettings.rules, ...project?.settings.rules, ...sent.rules },
  };
  const baseline = await readProjectBaseline(folder.root, files);
  if (typeof baseline === 'string') context.connection.console.warn(baseline);
  folder.recognise = () =>
    typeof baseline === 'object' ? compareWithFolderBaseline(folder, baseline, hashKey).known : new Set();
  folder.configure(settings, readEditorSettings(section));
}

async function askEditor(context: ServerContext, folder: Folder): Promise<unknown> {
  if (!context.capabilities.workspace?.configuration) return undefined;
  return context.connection.workspace.getConfiguration({ scopeUri: folder.root, section: 'apiKeyGuard' });
}
