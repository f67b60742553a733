import type { FixKindId } from './fix-kinds';
import type { Location } from '../text/span';

/** What is known of a route after every path to its work was walked. DESIGN §3; meanings in `verdictTitles`. */
export type Verdict = 'protected' | 'conditional' | 'presence-only' | 'unprotected' | 'unverified';

/** How much a path knows about the caller's credential when it reaches the view's work. */
export type Strength = 'none' | 'present' | 'unverified' | 'validated';

/** How bad a finding is. */
export type Severity = 'error' | 'warning' | 'info';

/** One step a person follows from the route to the line that decides its verdict. */
export interface EvidenceStep extends Location {
  readonly says: string;
}

/** Where in a route's chain a guard stands. */
export type GuardKind =
  'middleware' | 'app-class' | 'hook' | 'decorator' | 'class-decorator' | 'base-class' | 'body' | 'specification';

/** One guard in a route's chain, outermost first. */
export interface GuardSummary extends Location {
  readonly kind: GuardKind;
  readonly name: string;
  readonly strength: Strength;
}

/** Where a route's code looks for the caller's key. */
export interface CredentialField {
  readonly source: 'header' | 'query' | 'cookie' | 'form' | 'json' | 'authorization' | 'any';
  /** Header, argument or field; empty for `request.authorization` as a whole. */
  readonly name: string;
}

/** One rule (URL) bound to one view; methods whose verdicts differ are separate routes. */
export interface Route {
  /** Where `def` of the view stands (for `add_url_rule` the call; for class views the method's `def`, or the class). */
  readonly location: Location;
  /** Name of the view function, or `Class.method`. */
  readonly handler: string;
  readonly endpoint: string;
  /** Full URL with every prefix, in Flask's `<converter:name>` form. */
  readonly path: string;
  /** Upper case, sorted; without Flask's own HEAD and OPTIONS. */
  readonly methods: readonly string[];
  /** Name of the app variable or factory; null when the route's blueprint is never mounted. */
  readonly app: string | null;
  /** Dotted blueprint name, null for routes of the app itself. */
  readonly blueprint: string | null;
  readonly verdict: Verdict;
  readonly public: { readonly reason: string; readonly location: Location } | null;
  readonly guards: readonly GuardSummary[];
  readonly evidence: readonly EvidenceStep[];
  /** Sorted, each once. */
  readonly credentials: readonly CredentialField[];
}

/** Replace `span` of `file` by `newText`; an absent file is created (span 0..0). */
export interface TextEdit extends Location {
  readonly newText: string;
}

/** One change a person can apply; all its edits apply together or not at all. */
export interface Fix {
  readonly title: string;
  readonly kind: FixKindId;
  /** True when it may be applied without asking (`source.fixAll`, `scan --fix`). */
  readonly safe: boolean;
  readonly edits: readonly TextEdit[];
}

/** One defect at one place. */
export interface Finding extends Location {
  /** Rule id of the registry in `core/rules/registry.ts`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related: readonly EvidenceStep[];
  /** What it stands in: see `Identity` in `fingerprint.ts`. */
  readonly symbol: string;
  /** Hash of its line's normalised code. */
  readonly code: string;
  /** Stable across line moves: rule, file, symbol and code in one. */
  readonly fingerprint: string;
  /** Set when a marker comment suppresses it. */
  readonly suppressed: { readonly reason: string } | null;
}

/** A file that could not be judged, or only in part. */
export interface UnreadableFile {
  readonly file: string;
  readonly reason: string;
}

/** Everything known about one workspace folder at one moment. Sorted by file, then position. */
export interface Analysis {
  readonly routes: readonly Route[];
  readonly findings: readonly Finding[];
  readonly unreadable: readonly UnreadableFile[];
  /** Python files known to the session, also those that needed no parse. */
  readonly fileCount: number;
}

/** `validated` refuses without valid credentials, `present` without any, `optional` refuses nobody. */
export type ProviderStrength = 'validated' | 'present' | 'optional';

/** What the session needs to know of the settings; see `core/analysis/settings.ts` for the declaration. */
export interface AnalysisSettings {
  readonly guardName: string;
  readonly guardModule: string;
  readonly headerName: string;
  readonly publicDecorators: readonly string[];
  readonly publicRoutes: readonly string[];
  /** Globs of files whose keys are no secrets. */
  readonly allowedKeyFiles: readonly string[];
  /** What keys look like that are no secrets; `*` stands for any characters. */
  readonly allowedKeys: readonly string[];
  /** What guards outside the workspace do, by qualified name; a name with `()` is a call that raises for a refusal. */
  readonly providers: Readonly<Record<string, ProviderStrength>>;
  /** Severity per rule id, `off` drops the rule. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
}
