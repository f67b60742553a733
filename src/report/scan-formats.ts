/** The formats of a scan's report, the same for the command line and for the editor's export. */
import { rules } from '../core/rules/registry';
import { trends } from './comparison';
import { codeQualityReport } from './gitlab';
import { htmlReport } from './html/html-report';
import type { Ink } from './ink';
import { markdownReport } from './markdown/markdown-report';
import type { ProjectReport } from './project-report';
import { unreadableFiles } from './routes-document';
import { sarifLog } from './sarif/sarif-log';
import { countFindings, explainedFindings, projectScore, scanDocument } from './scan-document';
import { scanText } from './scan-text';

/** All formats. */
export const scanFormats = ['text', 'json', 'sarif', 'markdown', 'html', 'gitlab'] as const;

/** One of them. */
export type ScanFormat = (typeof scanFormats)[number];

/** What some formats need to know. */
export interface ReportOptions {
  readonly ink: Ink;
  /** Suppressed findings and fixes in text, too. */
  readonly verbose: boolean;
  /** Version of the tool, for SARIF. */
  readonly version: string;
  /** Lets an HTML page's own style in: not to be guessed by who writes the code that is reported on. */
  readonly nonce: string;
}

/** The whole report, ended by a line end. */
export function scanReport(format: ScanFormat, projects: readonly ProjectReport[], options: ReportOptions): string {
  switch (format) {
    case 'text':
      return scanText(
        {
          findings: explainedFindings(projects),
          unreadable: unreadableFiles(projects),
          ...projectScore(projects),
          summary: countFindings(projects),
          trends: trends(projects),
        },
        options,
      );
    case 'json':
      return json(scanDocument(projects));
    case 'sarif':
      return json(sarifLog(projects, rules, options.version));
    case 'markdown':
      return markdownReport(projects);
    case 'html':
      return htmlReport(projects, options.nonce);
    case 'gitlab':
      return json(codeQualityReport(projects));
  }
}

/** A document the way people and diffs like it. */
export function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
