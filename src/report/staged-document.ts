/** What `api-key-guard staged --format json` prints. Version 1, see README. */
import type { UnreadableFile } from '../core/analysis/results';
import type { StagedFinding } from '../core/analysis/staged-findings';
import type { ProjectReport } from './project-report';
import { type DocumentFinding, scanDocument } from './scan-document';

/** Where a key was committed first. */
export interface KeySince {
  readonly commit: string;
  readonly date: string;
  /** The history was not read to its end: it may be older. */
  readonly orEarlier: boolean;
}

/** What was staged, and what of it is already history. */
export interface StagedReport {
  readonly project: ProjectReport;
  readonly findings: readonly StagedFinding[];
  readonly since: ReadonlyMap<StagedFinding, KeySince>;
  readonly binary: readonly string[];
}

/** A finding of `scan`, and what only what is staged has. */
export interface StagedDocumentFinding extends DocumentFinding {
  /** The commit would add it. One that is not new keeps no commit from being made. */
  readonly new: boolean;
  /** Set when the key stands in git's history: it must be rotated, whatever happens to this commit. */
  readonly since: KeySince | null;
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
export function stagedDocument({ project, findings, since, binary }: StagedReport): StagedDocument {
  const document = scanDocument([project]);
  const all = document.findings.map((finding, at) => {
    const staged = findings[at];
    return {
      ...finding,
      new: staged?.isNew ?? true,
      since: (staged && since.get(staged)) ?? null,
    };
  });
  return {
    version: 1,
    findings: all,
    unreadable: document.unreadable,
    summary: {
      files: project.analysis.fileCount,
      binary: binary.length,
      new: all.filter((finding) => finding.new && finding.suppressed === null).length,
      suppressed: all.filter(({ suppressed }) => suppressed !== null).length,
    },
  };
}
