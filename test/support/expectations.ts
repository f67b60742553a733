/**
 * Reads the inline expectations of fixture files (DESIGN §7, test/fixtures/README.md).
 * It knows only comments and lines; comparing them with an analysis is `comparison.ts`.
 */
import type { Verdict } from '../../src/core/results/results';

/** A route that must be found on one line, with its verdict. */
export interface RouteExpectation {
  readonly kind: 'route';
  readonly file: string;
  /** 1-based line that the expectation is about. */
  readonly line: number;
  readonly methods: readonly string[];
  readonly path: string;
  readonly verdict: Verdict;
  /** False when the route's blueprint is never mounted (`app` is null). */
  readonly isMounted: boolean;
  readonly isPublic: boolean;
  /** A known miss: fails when it starts to pass. */
  readonly isTodo: boolean;
}

/** A finding that must stand on one line. */
export interface FindingExpectation {
  readonly kind: 'finding';
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  /** Text that the message must contain; empty when any message will do. */
  readonly messagePart: string;
  readonly isTodo: boolean;
}

/** One inline expectation. */
export type Expectation = RouteExpectation | FindingExpectation;

const verdicts: readonly Verdict[] = ['protected', 'conditional', 'presence-only', 'unprotected', 'unverified'];
const comment = /#\s*expect(-todo)?:\s*(.*)$/;

/** All expectations of one file, in order; throws on one that does not follow the grammar, since a typo would test nothing. */
export function parseExpectations(file: string, text: string): Expectation[] {
  const lines = text.split(/\r\n|\r|\n/);
  return lines.flatMap((line, index) => {
    const match = comment.exec(line);
    if (match === null) return [];
    const at = { file, line: targetLine(lines, index), isTodo: match[1] !== undefined };
    return splitParts(match[2] ?? '').map((part) => parseOne(part, at));
  });
}

/** A comment alone on its line is about the next line that holds code. */
function targetLine(lines: readonly string[], index: number): number {
  let target = index;
  while (target + 1 < lines.length && /^\s*(#.*)?$/.test(lines[target] ?? '')) target += 1;
  return target + 1;
}

/** Splits `a; b "c; d"` at the semicolons outside quotes. */
function splitParts(body: string): string[] {
  const parts = body.match(/(?:"[^"]*"|[^;"])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

type Place = Pick<Expectation, 'file' | 'line' | 'isTodo'>;

function parseOne(part: string, at: Place): Expectation {
  return part.startsWith('route ') ? parseRoute(part, at) : parseFinding(part, at);
}

function parseRoute(part: string, at: Place): RouteExpectation {
  const [, methods = '', path = '', word = '', ...flags] = part.split(/\s+/);
  const verdict = verdicts.find((candidate) => candidate === word);
  const unknownFlag = flags.find((flag) => flag !== 'unmounted' && flag !== 'public');
  if (verdict === undefined || unknownFlag !== undefined || !/^[A-Z]+(,[A-Z]+)*$/.test(methods)) {
    throw new Error(`${at.file}:${String(at.line)}: not an expectation: ${part}`);
  }
  return {
    kind: 'route',
    ...at,
    methods: methods.split(','),
    path,
    verdict,
    isMounted: !flags.includes('unmounted'),
    isPublic: flags.includes('public'),
  };
}

function parseFinding(part: string, at: Place): FindingExpectation {
  const match = /^([a-z][a-z0-9-]*)(?:\s+"([^"]*)")?$/.exec(part);
  if (match?.[1] === undefined) throw new Error(`${at.file}:${String(at.line)}: not an expectation: ${part}`);
  return { kind: 'finding', ...at, rule: match[1], messagePart: match[2] ?? '' };
}
