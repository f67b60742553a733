/** What the extension and the report's page say to each other. */

/** Content to show: markup of the report. */
export interface ToReportPage {
  readonly content: string;
}

/** The page can be sent content, or a place was clicked (lines count from 1). */
export type FromReportPage =
  { readonly kind: 'ready' } | { readonly kind: 'open'; readonly uri: string; readonly line: number };
