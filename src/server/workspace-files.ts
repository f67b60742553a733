import type { ParserBinaries } from '../core/analysis/session';
import type { AnalysisSettings, Route } from '../core/results/results';
import type { KeySince } from '../report/key-since';
import type { Verified } from '../report/verify-document';
import type { Configuration } from '../workspace/configuration';

/** One file's text, or why there is none. */
export type FileContent = { readonly text: string } | { readonly unreadable: string };

/** One file that belongs to a workspace folder's analysis. */
export type LoadedFile = { readonly file: string } & FileContent;

/** Where the server gets files from: the disk, or the editor's file systems. Names are relative with `/`. */
export interface WorkspaceFiles {
  /** Every file of the folder that the analysis needs, ignore rules applied, in any order. */
  load(rootUri: string): AsyncIterable<LoadedFile>;
  /** One file that `load` gave; a file that is gone is unreadable. */
  read(rootUri: string, file: string): Promise<FileContent>;
  /** The project's own configuration (`pyproject.toml`, `.api-key-guard.json`); problems are for the log. */
  configuration(rootUri: string): Promise<Configuration>;
  /** The project's baseline, if there is one. */
  baseline(rootUri: string): Promise<BaselineFile | undefined>;
}

/** A baseline as it stands in its file. */
export interface BaselineFile {
  readonly text: string;
  /** The workspace folder as the baseline's folder sees it: empty, or ended by `/`. */
  readonly prefix: string;
}

/** What differs between a server in a Node process and one in a browser worker. */
export interface ServerHost {
  loadParser(binariesUri: string | undefined): Promise<ParserBinaries>;
  /** Files of the machine itself; undefined in a browser, where every file is the editor's. */
  readonly disk: WorkspaceFiles | undefined;
  /** Salted hash of a key, as baselines hold it; undefined where none can be made. */
  readonly hashKey: ((key: string, salt: string) => string) | undefined;
  /** Since when a key of a file is in git's history; undefined where there is no git. */
  readonly keyAge: ((rootUri: string, file: string, key: string) => Promise<KeySince | undefined>) | undefined;
  /** Asks an app that runs on this machine; undefined where no request can be sent. Rejects with a line for the person. */
  readonly askApp: AskApp | undefined;
}

/** What is asked, and what came back. */
export type AskApp = (
  url: string,
  routes: readonly Route[],
  settings: AnalysisSettings,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
) => Promise<readonly Verified[]>;
