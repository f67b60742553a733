/**
 * What the extension and the language server say to each other beyond plain LSP.
 * Other editors need none of this: every field of `InitializationOptions` is optional and off by default.
 */
import type { Verdict } from '../core/results/results';

/** Sent by the client with `initialize`; each field switches on something that only some editors can do. */
export interface InitializationOptions {
  /** The editor draws `$(icon)` in lens titles. */
  readonly icons?: boolean;
  /** Client command that shows a route's evidence; gets `ShowEvidenceArguments`. */
  readonly showEvidenceCommand?: string;
  /** Client command that opens a rule's page; gets the rule's id. */
  readonly openRulePageCommand?: string;
  /** Client command that a fix runs after its edit, so that the person can fill in a reason; gets `SelectTextArguments`. */
  readonly selectTextCommand?: string;
  /** URI of the folder that holds one page `<rule>.md` per rule. */
  readonly rulePages?: string;
  /** URI of the folder with the parser's wasm files, where the server cannot read its own folder. */
  readonly binaries?: string;
  /** Publish diagnostics even to a client that could pull them. */
  readonly pushDiagnostics?: boolean;
  /** The editor's hover shows the diagnostics under the pointer with their related places. */
  readonly hoverShowsDiagnostics?: boolean;
  /** The client answers `readDirectory` and `readFiles`, so that any of its file systems can be scanned. */
  readonly readsFiles?: boolean;
}

/** Commands that the server runs for any client (`workspace/executeCommand`). */
export const serverCommands = { scanWorkspace: 'apiKeyGuard.server.scanWorkspace' } as const;

/** Method names of the custom requests and notifications. */
export const methods = {
  /** client → server: no parameters → `FolderRoutes[]`. */
  routes: 'apiKeyGuard/routes',
  /** client → server: `FixAllParams` → `FixAllResult`. */
  fixAll: 'apiKeyGuard/fixAll',
  /** server → client: `RoutesChanged`, after an analysis whose routes or verdicts differ. */
  routesChanged: 'apiKeyGuard/routesChanged',
  /** server → client: nothing, after each analysis. */
  analysed: 'apiKeyGuard/analysed',
  /** client → server: `ReportRequest` → the report as text. */
  report: 'apiKeyGuard/report',
  /** client → server: no parameters → `GuardTests[]`, one for each folder that makes an app. */
  guardTests: 'apiKeyGuard/guardTests',
  /** client → server: `VerifyRequest` → `VerifyResult`; refused where the server cannot send requests. */
  verify: 'apiKeyGuard/verify',
  /** client → server: `AgentQuestion` → the answer as text. */
  askAgent: 'apiKeyGuard/askAgent',
  /** server → client: `{ uri }` → `DirectoryEntry[]`. */
  readDirectory: 'apiKeyGuard/readDirectory',
  /** server → client: `{ uris }` → for each its bytes in base64, or null where it cannot be read. */
  readFiles: 'apiKeyGuard/readFiles',
} as const;

/** Zero-based line and UTF-16 column, as in LSP. */
export interface PositionMessage {
  readonly line: number;
  readonly character: number;
}

/** A half-open range in LSP's shape; declared here so that both sides need no LSP library for it. */
export interface RangeMessage {
  readonly start: PositionMessage;
  readonly end: PositionMessage;
}

/** A place in a document. */
export interface LocationMessage {
  readonly uri: string;
  readonly range: RangeMessage;
}

/** One route as the tree view shows it. */
export interface RouteMessage extends LocationMessage {
  readonly methods: readonly string[];
  readonly path: string;
  readonly handler: string;
  readonly app: string | null;
  readonly blueprint: string | null;
  readonly verdict: Verdict;
  readonly publicReason: string | null;
  /** What decides the verdict, in a few words. */
  readonly says: string;
  readonly evidence: readonly LocationMessage[];
  /** What the running app answered, if it was asked for the verdict that the route still has. */
  readonly observed: ObservedMessage | null;
}

/** What the running app did, in a few words, and whether its code says so; null when that stays open. */
export interface ObservedMessage {
  readonly says: string;
  readonly agrees: boolean | null;
  /** The statuses, by the key that was sent. */
  readonly answers: string;
}

/** Formats in which the editor exports the report; the command line has more. */
export type ReportFormat = 'html' | 'markdown' | 'json' | 'sarif';

/** Which report is asked for: a file's content, or what stands in the view's page, its places as links. */
export interface ReportRequest {
  readonly format: ReportFormat | 'view';
}

/** A pytest module to create. */
export interface GuardTests {
  readonly uri: string;
  readonly text: string;
}

/** Asks an app that runs on the server's machine. */
export interface VerifyRequest {
  readonly url: string;
  /** To which the server reports how far it is. */
  readonly workDoneToken?: string;
}

/** What came out, in one line and as a report. */
export interface VerifyResult {
  readonly says: string;
  readonly report: string;
  /** Routes that anyone can call, or that do not do what their code says. */
  readonly problems: number;
}

/** One question of an agent; `input` is as the agent sent it. */
export interface AgentQuestion {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** All routes of one workspace folder. */
export interface FolderRoutes {
  readonly uri: string;
  /** Header in which callers send their key, as the folder's settings say. */
  readonly headerName: string;
  readonly routes: readonly RouteMessage[];
}

/** Which safe fixes are asked for: those of a document, of a blueprint of its folder, or (neither) of all folders. */
export interface FixAllParams {
  readonly uri?: string;
  readonly blueprint?: string;
  /** Marks every change as one that the person confirms. */
  readonly confirm: boolean;
}

/** The fixes as one edit. */
export interface FixAllResult {
  readonly count: number;
  /** An LSP `WorkspaceEdit`. */
  readonly edit: unknown;
}

/** Counts over all workspace folders. */
export interface RoutesChanged {
  /** Routes that refuse a caller without a valid key. */
  readonly guarded: number;
  /** Routes that should be guarded: all but those declared public. */
  readonly total: number;
  readonly public: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
}

/** What a workspace scan found; also returned to other editors. */
export interface ScanSummary extends RoutesChanged {
  /** How many routes are guarded, in the words of every report. */
  readonly says: string;
  readonly files: number;
  readonly routes: number;
  readonly findings: number;
  readonly unreadable: number;
  readonly cancelled: boolean;
  readonly milliseconds: number;
}

/** Arguments of `showEvidenceCommand`. */
export type ShowEvidenceArguments = readonly [
  uri: string,
  position: PositionMessage,
  evidence: readonly LocationMessage[],
];

/** One entry of a directory of the client's file system. */
export interface DirectoryEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
}
