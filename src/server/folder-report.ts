import { findRule } from '../report/find-rule';
import type { ProjectReport } from '../report/project-report';
import type { Folder } from './folder';

/** A loaded folder as the reports see it; files are called by their names in the folder. */
export function folderReport(folder: Folder): ProjectReport {
  return {
    analysis: folder.analysis(),
    settings: folder.settings,
    text: (file) => folder.text(file),
    nameOf: (file) => file,
    fixes: (finding) => folder.fixes(finding),
    rule: findRule,
    comparisons: [],
  };
}

/** The same for all folders of a workspace, once they are loaded. */
export async function folderReports(folders: readonly Folder[]): Promise<readonly ProjectReport[]> {
  await Promise.all(folders.map((folder) => folder.ready));
  return folders.map(folderReport);
}
