import type { FindingSource } from '../analysis/findings';
import type { AnalysisSettings, Finding, Fix } from '../analysis/results';
import type { Project } from '../flask/project';

/** What a fix may look at. */
export interface FixRequest {
  readonly project: Project;
  readonly finding: Finding;
  readonly source: FindingSource;
  readonly settings: AnalysisSettings;
  readonly text: (file: string) => string | undefined;
}

/** Fixes of a finding, best first. */
export function computeFixes(request: FixRequest): readonly Fix[] {
  void request;
  return [];
}
