import type { Analysis, AnalysisSettings, Finding, Fix } from './results';
import { defaultSettings } from './settings';

/** Bytes of the two wasm modules that the Python parser needs; the edges read them, the core does no IO. */
export interface ParserBinaries {
  readonly runtime: Uint8Array;
  readonly python: Uint8Array;
}

/** Asked between two units of work; true stops the analysis. */
export type CancellationCheck = () => boolean;

/**
 * The one surface that editor, command line and tests use: put texts in, take an `Analysis` out.
 * Files are named relative to the workspace root with `/`. Not Python files (`openapi.yaml`) may be put in, too.
 */
export class Session {
  private readonly texts = new Map<string, string>();
  private settings: AnalysisSettings = defaultSettings;

  private constructor() {}

  /** Loads the parser once per process; rejects when the wasm is damaged. */
  static async create(_binaries: ParserBinaries): Promise<Session> {
    return new Session();
  }

  /** Replaces the settings; the next `analyse` obeys them. */
  configure(settings: AnalysisSettings): void {
    this.settings = settings;
  }

  /** Puts or replaces one file's text. */
  setText(file: string, text: string): void {
    this.texts.set(file, text);
  }

  /** Notes a file that the edges could not read, with the reason to show. */
  setUnreadable(_file: string, _reason: string): void {}

  /** Forgets a file. */
  remove(file: string): void {
    this.texts.delete(file);
  }

  /** The text as last put in; undefined for an unknown file. */
  text(file: string): string | undefined {
    return this.texts.get(file);
  }

  /** Brings everything up to date; cheap when nothing changed. */
  analyse(): Analysis {
    void this.settings;
    return { routes: [], findings: [], unreadable: [], fileCount: this.texts.size };
  }

  /** Fixes for a finding of the last analysis, computed on demand, best first. */
  fixes(_finding: Finding): readonly Fix[] {
    return [];
  }
}
