import type { Severity } from '../analysis/results';

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
  readonly fixes: readonly string[];
}
