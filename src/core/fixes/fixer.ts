import type { JudgedRoute } from '../guards/judged-routes';
import type { AnalysisSettings, Finding, TextEdit } from '../results/results';
import type { Project } from '../flask/project';
import type { ModuleSyntax } from '../python/syntax';
import type { FileText } from './edits/file-text';

/** What a fixer may look at. */
export interface FixRequest {
  readonly project: Project;
  readonly finding: Finding;
  /** The route that the finding is about, if it is about one. */
  readonly route: JudgedRoute | null;
  /** The finding's file. */
  readonly source: FileText;
  /** Its syntax; undefined when it is not Python. */
  readonly syntax: ModuleSyntax | undefined;
  readonly settings: AnalysisSettings;
  /** A file of the project, undefined where there is none. */
  readonly open: (file: string) => FileText | undefined;
}

/** One change as a fixer proposes it; its kind is the fixer's. */
export interface ProposedFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Set where this one must be asked for, though its kind need not. */
  readonly safe?: false;
}

/** Makes the fixes of one kind for a finding, best first; none where the code gives no place for it. */
export type Fixer = (request: FixRequest) => readonly ProposedFix[];
