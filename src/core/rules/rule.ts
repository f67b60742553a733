import type { AnalysisSettings, EvidenceStep, Severity } from '../results/results';
import type { JudgedRoute } from '../guards/judged-routes';
import type { FixKindId } from '../results/fix-kinds';
import type { Project, SyntaxSource } from '../flask/project';
import type { ModuleSyntax } from '../python/syntax';
import type { FunctionValue } from '../semantics/values/values';
import type { FactsByFile } from '../text/facts-by-file';
import type { Location, Span } from '../text/span';

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
  /** Kinds of fixes that answer it, best first. */
  readonly fixes: readonly FixKindId[];
  /** The defect already shows in a route's verdict: a score that counts verdicts does not count it again. */
  readonly isToldByVerdict?: true;
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
  /** Where it differs from the rule's own, e.g. for a key in a test. */
  readonly severity?: Severity;
  readonly related: readonly EvidenceStep[];
  /** The route it is about, if it is about one: declared public, its finding goes. */
  readonly route: JudgedRoute | null;
  /** Dotted name of what is defined around it, where whoever reports it knows. */
  readonly symbol?: string;
}

/** One file as a rule sees it that needs no other. */
export interface RuleFile {
  readonly file: string;
  readonly text: string;
  /** Parsed on demand; undefined for what is not Python. */
  readonly syntax: () => ModuleSyntax | undefined;
  /** Parses Python that stands inside another format, such as a notebook's cell. */
  readonly parse: (python: string) => ModuleSyntax;
}

/** What such a rule reports: its place lies in the file that it was given. */
export interface FileReport extends Span {
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  /** Steps that lead to it, if it is not plain from the place alone. */
  readonly related?: readonly EvidenceStep[];
}

/** A rule about the project as a whole. It runs at each key press, so it must keep what takes time. */
export interface ProjectRule extends RuleMetadata {
  /** What `check` wants to know of single files; asked beside the rules about files, while a file's syntax is at hand. */
  readonly fileFacts?: FactsByFile<unknown, SyntaxSource>;
  readonly check: (input: RuleInput) => readonly Report[];
}

/** What a rule about one route has besides the route. */
export interface RouteInput {
  readonly project: Project;
  readonly settings: AnalysisSettings;
  /** Takes the functions whose code the rule looked into, as far as judging the route did not meet them. */
  readonly touched: Set<FunctionValue['definition']>;
}

/** A rule about one route alone. Its reports are kept until code that they rest on is edited. */
export interface RouteRule extends RuleMetadata {
  readonly checkRoute: (judged: JudgedRoute, input: RouteInput) => readonly Report[];
  /** Makes one of what routes report at one place, in their order, or nothing; without it, each stands. */
  readonly merge?: (reports: readonly Report[]) => Report | undefined;
}

/**
 * A rule about one file alone, Python or not. Its reports are kept until the text changes, and can be had for a text
 * that belongs to no project, such as a staged one.
 */
export interface FileRule extends RuleMetadata {
  /**
   * Whether its findings' places are keys that must not be committed: such rules also look at what is staged, and the
   * text there reaches no report, not even in a hash without salt.
   */
  readonly findsKeys?: true;
  readonly checkFile: (file: RuleFile) => readonly FileReport[];
  /** Whether it is about a file of such a path; without it, about all. */
  readonly isAbout?: (file: string) => boolean;
  /** A look at the text that costs far less than parsing it: false only where `checkFile` would report nothing. */
  readonly mayFind?: (text: string) => boolean;
}

/** Metadata and a pure function from facts and verdicts to reports. */
export type Rule = ProjectRule | RouteRule | FileRule;

/** What a finding came from; fixes are computed from it. */
export interface FindingSource {
  readonly rule: Rule;
  readonly report: Report;
}
