import { version } from '../../../package.json';
import type { ReportRequest } from '../../protocol/messages';
import { plainInk } from '../../report/ink';
import { reportContent } from '../../report/html/html-report';
import { html } from '../../report/html/html-text';
import { type PlaceMarkup, plainPlace } from '../../report/html/place-markup';
import type { ProjectReport } from '../../report/project-report';
import { scanReport } from '../../report/scan-formats';
import { compareWithProjectBaseline, folderReports, reportedFolders, uriOfName } from '../folder-report';
import type { Folder } from '../folder';
import type { ServerContext } from '../server-context';
import { settledFolders } from '../settled-folders';
import type { ServerHost } from '../workspace-files';

/** `apiKeyGuard/report`: the security report of all folders, for the view or for a file. */
export async function report(context: ServerContext, host: ServerHost, { format }: ReportRequest): Promise<string> {
  const folders = await settledFolders(context, reportedFolders(context.folders), true);
  const projects = await comparedReports(context, host, folders);
  if (format === 'view') return reportContent(projects, linkedPlace(folders));
  return scanReport(format, projects, { ink: plainInk, verbose: false, version, nonce: crypto.randomUUID() });
}

async function comparedReports(
  { connection }: ServerContext,
  { hashKey }: ServerHost,
  folders: readonly Folder[],
): Promise<readonly ProjectReport[]> {
  const reports = folderReports(folders);
  const comparisons = await Promise.all(folders.map((folder) => compareWithProjectBaseline(folder, hashKey)));
  return reports.map((project, at) => {
    const comparison = comparisons[at];
    if (typeof comparison === 'string') connection.console.warn(comparison);
    return comparison === undefined || typeof comparison === 'string'
      ? project
      : { ...project, comparisons: [comparison] };
  });
}

/** `file:line` as a link that the view's script opens in the editor. */
function linkedPlace(folders: readonly Folder[]): PlaceMarkup {
  return (file, line) => {
    const uri = uriOfName(file, folders);
    if (uri === undefined) return plainPlace(file, line);
    return html`<a href="#" data-uri="${{ text: uri }}" data-line="${{ text: line }}">${plainPlace(file, line)}</a>`;
  };
}
