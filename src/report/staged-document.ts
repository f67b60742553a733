/** What `api-key-guard staged --format json` prints. Version 1, see README. */
import type { UnreadableFile } from '../core/results/results';
import type { StagedFinding } from '../core/analysis/staged-findings';
import type { ProjectReport } from './project-report';
import { unreadableFiles } from './routes-document';
import { type DocumentFinding, explainedFindings } from './scan-document';

/** What was staged. */
export interface StagedReport {
  readonly project: ProjectReport;
  readonly findings: readonly StagedFinding[];
  readonly binary: readonly string[];
}

/** A finding of `scan`, and what only what is staged has. */
export interface StagedDocumentFinding extends DocumentFinding {
  /** The commit would add it. One that is not new keeps no commit from being made. */
  readonly new: boolean;
}

/** The whole document. */
export interface StagedDocument {
  readonly version: 1;
  readonly findings: readonly StagedDocumentFinding[];
  readonly unreadable: readonly UnreadableFile[];
  readonly summary: {
    /** Files that were checked. */
    readonly files: number;
    readonly binary: number;
    /** Findings that keep the commit from being made at `--fail-on info`. */
    readonly new: number;
    readonly suppressed: number;
  };
}

/** Puts what is staged into a document. */
export function stagedDocument({ project, findings, binary }: StagedReport): StagedDocument {
  const all = explainedFindings([project]).map(({ finding }, at) => {
    return { ...finding, new: findings[at]?.isNew ?? true };
  });
  return {
    version: 1,
    findings: all,
    unreadable: unreadableFiles([project]),
    summary: {
      files: project.analysis.fileCount,
      binary: binary.length,
      new: all.filter((finding) => finding.new && finding.suppressed === null).length,
      suppressed: all.filter(({ suppressed }) => suppressed !== null).length,
    },
  };
}
