/**
 * The baseline: findings that a team knows of and takes on one by one. Sorted and without line numbers and dates, one
 * finding a line, so that it merges.
 */
import type { Finding } from '../core/results/results';
import type { GoneFinding } from './project-report';

/** One known finding; `file` is relative to the baseline's folder. */
export interface BaselineEntry extends GoneFinding {
  /** Hash of the normalised line, without what its literals hold. */
  readonly code: string;
  /** For a key: its salted hash, so that another key in its place is a new finding. */
  readonly hash?: string;
}

/** A baseline file's content. */
export interface Baseline {
  readonly salt: string;
  readonly findings: readonly BaselineEntry[];
}

/** A finding as a baseline knows it; a key's `hash` is asked for only where an entry needs it. */
export interface Candidate extends GoneFinding {
  readonly finding: Finding;
  readonly code: string;
  hash(salt: string): string | undefined;
}

/** Reads a baseline file; a text says what is wrong with it. */
export function parseBaseline(text: string): Baseline | string {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (!isRecord(content) || content.version !== 1) return 'not a baseline of version 1';
  const { salt, findings } = content;
  if (typeof salt !== 'string' || !Array.isArray(findings) || !findings.every(isEntry))
    return 'not every finding has rule, file, symbol and code';
  return { salt, findings };
}

/** The text of a baseline file. */
export function baselineText({ salt, findings }: Baseline): string {
  const lines = [...new Set([...findings].sort(compareEntries).map(entryLine))];
  const list = lines.length === 0 ? '[]' : `[\n${lines.map((line) => `    ${line}`).join(',\n')}\n  ]`;
  return `{\n  "version": 1,\n  "salt": ${JSON.stringify(salt)},\n  "findings": ${list}\n}\n`;
}

/** The entry that will know this finding again. */
export function entryOf(candidate: Candidate, salt: string): BaselineEntry {
  const { rule, file, symbol, code } = candidate;
  const hash = candidate.hash(salt);
  return { rule, file, symbol, code, ...(hash === undefined ? {} : { hash }) };
}

/** Which findings a baseline knows, and which of its entries know none of them. */
export function matchBaseline(
  candidates: readonly Candidate[],
  { salt, findings }: Baseline,
): { readonly known: ReadonlySet<Finding>; readonly gone: readonly BaselineEntry[] } {
  const unmatched = new Map(findings.map((entry) => [entryLine(entry), entry]));
  const lines = new Set(findings.map(({ file, code }) => `${code} ${file}`));
  const known = new Set<Finding>();
  for (const candidate of candidates) {
    // A hash takes its time: only for what stands where the baseline knows something.
    if (!lines.has(`${candidate.code} ${candidate.file}`)) continue;
    const line = entryLine(entryOf(candidate, salt));
    if (unmatched.delete(line)) known.add(candidate.finding);
  }
  return { known, gone: [...unmatched.values()] };
}

function entryLine({ rule, file, symbol, code, hash }: BaselineEntry): string {
  return JSON.stringify({ file, rule, symbol, code, ...(hash === undefined ? {} : { hash }) });
}

function compareEntries(left: BaselineEntry, right: BaselineEntry): number {
  const [one, other] = [entryLine(left), entryLine(right)];
  return one < other ? -1 : Number(one > other);
}

function isEntry(value: unknown): value is BaselineEntry {
  return (
    isRecord(value) &&
    ['rule', 'file', 'symbol', 'code'].every((name) => typeof value[name] === 'string') &&
    (value.hash === undefined || typeof value.hash === 'string')
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
