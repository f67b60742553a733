/** `scan --fix`: applies the safe fixes of a session's findings to its texts, then to the files. */
import type { Finding, Fix } from '../core/results/results';
import type { Session } from '../core/analysis/session';
import { combineFixes } from '../core/fixes/combine-fixes';
import { applyEdits } from '../core/text/apply-edits';
import { LineIndex } from '../core/text/line-index';
import { writeChanged } from '../workspace/write-source';

/** One finding that is no more. */
export interface FixedFinding {
  readonly rule: string;
  /** Relative to the root. */
  readonly file: string;
  /** 1-based, in the text as it was when the fix was made. */
  readonly line: number;
  readonly title: string;
}

/** What was done, and what could not be. */
export interface FixResult {
  readonly fixed: readonly FixedFinding[];
  readonly refused: readonly { readonly file: string; readonly reason: string }[];
}

/** Fixes that meet are made one after the other; more rounds than this would mean that two undo each other. */
const mostRounds = 20;

/** Fixes what is reported below `root`. A file that cannot be written keeps its text, in the session as well. */
export function fixFindings(root: string, session: Session, isReported: (file: string) => boolean): FixResult {
  const original = new Map<string, string>();
  const fixed: FixedFinding[] = [];
  // What did not answer its finding would be made again and again.
  const made = new Set<string>();
  const nameOf = (finding: Finding, { title }: Fix): string => `${finding.fingerprint} ${title}`;
  for (let round = 0; round < mostRounds; round++) {
    const findings = session.analyse().findings.filter(({ file }) => isReported(file));
    const { chosen, edits } = combineFixes(findings, (finding) =>
      session.fixes(finding).filter((fix) => !made.has(nameOf(finding, fix))),
    );
    if (chosen.length === 0) break;
    for (const { finding, fix } of chosen) made.add(nameOf(finding, fix));
    fixed.push(...chosen.map(({ finding, fix }) => describe(session, finding, fix.title)));
    for (const file of new Set(edits.map((edit) => edit.file))) {
      const text = session.text(file) ?? '';
      if (!original.has(file)) original.set(file, text);
      session.setText(
        file,
        applyEdits(
          text,
          edits.filter((edit) => edit.file === file),
        ),
      );
    }
  }
  const refused = [...original].flatMap(([file, before]) => {
    const reason = writeChanged(root, file, before, session.text(file) ?? '');
    if (reason === undefined) return [];
    session.setText(file, before);
    return [{ file, reason }];
  });
  const isRefused = (file: string): boolean => refused.some((one) => one.file === file);
  return { fixed: fixed.filter(({ file }) => !isRefused(file)), refused };
}

function describe(session: Session, finding: Finding, title: string): FixedFinding {
  const { line } = new LineIndex(session.text(finding.file) ?? '').positionAt(finding.span.start);
  return { rule: finding.rule, file: finding.file, line: line + 1, title };
}
