/** What real Flask did with one fixture app: the shape of `drive.py`'s report, and how to get it. */
import { runScript, type Interpreter } from './interpreters';

/** Answer to one request. */
export interface ProbeResult {
  /** For people: what was sent. */
  readonly probe: string;
  /** `other` is a key that is right for some checks and wrong for others. */
  readonly credential: 'none' | 'empty' | 'wrong' | 'right' | 'other';
  /** What the request carried besides the credential; empty for a plain one. */
  readonly tweak: string;
  readonly status: number;
  readonly served: boolean;
  /** Work was done although the response may be a refusal (fixtures with `# oracle: effect`). */
  readonly worked?: boolean;
  readonly note?: string;
}

/** One rule of `app.url_map` with its answers per method. */
export interface ObservedRule {
  readonly path: string;
  readonly endpoint: string;
  readonly methods: readonly string[];
  readonly results: Readonly<Record<string, readonly ProbeResult[]>>;
}

/** The app in one environment. An app that does not start serves nothing. */
export interface ObservedRun {
  readonly name: string;
  readonly started: boolean;
  readonly error?: string;
  readonly rules?: readonly ObservedRule[];
}

/** All that was seen of one app. */
export interface Observation {
  readonly app: string;
  readonly skipped?: string;
  readonly rightKnown: boolean;
  readonly explained: readonly {
    readonly methods: readonly string[];
    readonly path: string;
    readonly reason: string;
  }[];
  readonly runs: readonly ObservedRun[];
}

/** Runs the apps (files or folders) in real Flask. */
export function observe(interpreter: Interpreter, paths: readonly string[]): Observation[] {
  const lines = runScript(interpreter, 'drive.py', ['-'], paths.join('\n')).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Observation);
}
