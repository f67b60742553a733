import type { AnalysisSettings, EvidenceStep, Severity } from '../analysis/results';
import type { JudgedRoute } from '../analysis/judged-routes';
import type { Project } from '../flask/project';
import type { Location } from '../text/span';

/** What a rule is, for people: the one source of pages, tables, `package.json` and SARIF. */
export interface RuleMetadata {
  /** Names the defect; final once released. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly bad: string;
  readonly good: string;
  /** e.g. `CWE-306`, from https://cwe.mitre.org/data/index.html */
  readonly cwe: readonly string[];
  /** OWASP API Security Top 10 2023 ids, e.g. `API2:2023`. */
  readonly owasp: readonly string[];
  /** PCI DSS 4.0 requirement numbers. */
  readonly pci: readonly string[];
  /** Kinds of its fixes. */
  readonly fixes: readonly string[];
}

/** What a rule looks at. */
export interface RuleInput {
  readonly project: Project;
  readonly routes: readonly JudgedRoute[];
  readonly settings: AnalysisSettings;
}

/** A finding as a rule reports it; the analysis adds severity, fingerprint and suppression. */
export interface Report extends Location {
  readonly message: string;
  readonly related: readonly EvidenceStep[];
  /** The route it is about, if it is about one: declared public, its finding goes. */
  readonly route: JudgedRoute | null;
}

/** A rule: metadata and a pure function from facts and verdicts to reports. */
export interface Rule extends RuleMetadata {
  readonly check: (input: RuleInput) => readonly Report[];
}
