/** Loaded folders as the reports see them. */
import { type Baseline, parseBaseline } from '../report/baseline';
import { findRule } from '../report/find-rule';
import { compareWithBaseline } from '../report/known-findings';
import type { Comparison, ProjectReport } from '../report/project-report';
import type { Folder } from './folder';
import type { Folders } from './folders';
import type { BaselineFile, ServerHost, WorkspaceFiles } from './workspace-files';

/** One folder's report; files are called by their names in the folder, after `prefix`. */
export function folderReport(folder: Folder, prefix = ''): ProjectReport {
  return {
    analysis: folder.analysis(),
    settings: folder.settings,
    text: (file) => folder.text(file),
    nameOf: (file) => prefix + file,
    fixes: (finding) => folder.fixes(finding),
    rule: findRule,
    comparisons: [],
    keyAges: new Map(),
    ...(folder.observations ? { observations: folder.observations } : {}),
  };
}

/** Settled folders' reports; of several, a file's name begins with its folder's. */
export function folderReports(folders: readonly Folder[]): readonly ProjectReport[] {
  return folders.map((folder) => folderReport(folder, prefixOf(folder, folders)));
}

/** What a report is about: the workspace; single documents only where none is open. */
export function reportedFolders({ all, allWithLoose }: Folders): readonly Folder[] {
  return all.length > 0 ? all : allWithLoose;
}

/** URI of a file by its name in the reports of all folders. */
export function uriOfName(name: string, folders: readonly Folder[]): string | undefined {
  const folder = folders.find((one) => name.startsWith(prefixOf(one, folders)));
  return folder?.uris.uriOf(name.slice(prefixOf(folder, folders).length));
}

/** A baseline that was read, and from where it sees the folder. */
export interface FolderBaseline extends Pick<BaselineFile, 'prefix'> {
  readonly baseline: Baseline;
}

/** Reads a project's baseline, if it has one; a line instead where it cannot be used. */
export async function readProjectBaseline(
  root: string,
  files: Pick<WorkspaceFiles, 'baseline'> | undefined,
): Promise<FolderBaseline | string | undefined> {
  const unused = (reason: string): string => `The baseline of ${root} is not used: ${reason}`;
  try {
    const file = await files?.baseline(root);
    if (file === undefined) return undefined;
    const baseline = parseBaseline(file.text);
    return typeof baseline === 'string' ? unused(baseline) : { baseline, prefix: file.prefix };
  } catch (error) {
    return unused(error instanceof Error ? error.message : String(error));
  }
}

/** What the project's baseline knows, as it stands in its file now; a line instead where it cannot be used. */
export async function compareWithProjectBaseline(
  folder: Folder,
  hashKey: ServerHost['hashKey'],
): Promise<Comparison | string | undefined> {
  const known = await readProjectBaseline(folder.root, folder.files);
  return typeof known === 'object' ? compareWithFolderBaseline(folder, known, hashKey) : known;
}

/** What a baseline knows of a folder. */
export function compareWithFolderBaseline(
  folder: Folder,
  { baseline, prefix }: FolderBaseline,
  hashKey: ServerHost['hashKey'],
): Comparison {
  const project = {
    findings: folder.analysis().findings,
    text: (name: string) => folder.text(name),
    nameInBaseline: (name: string) => prefix + name,
    isReported: (name: string) => name.startsWith(prefix),
    hashKey,
  };
  return compareWithBaseline(project, baseline);
}

/** Folders of the same name are told apart by a number. */
function prefixOf(folder: Folder, folders: readonly Folder[]): string {
  if (folders.length === 1) return '';
  const namesakes = folders.filter((other) => other.uris.name === folder.uris.name);
  const number = namesakes.indexOf(folder);
  return number === 0 ? `${folder.uris.name}/` : `${folder.uris.name} (${number + 1})/`;
}
