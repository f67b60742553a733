import type { Finding, Fix, TextEdit } from '../results/results';

/** A finding with the fix that was chosen for it. */
export interface ChosenFix {
  readonly finding: Finding;
  readonly fix: Fix;
}

/** Fixes that can be applied together. */
export interface CombinedFixes {
  readonly chosen: readonly ChosenFix[];
  readonly edits: readonly TextEdit[];
}

/**
 * The safe fixes of many findings as one edit. An edit that several need (an import) is made once; a fix that would meet
 * another one is left for the next time.
 */
export function combineFixes(
  findings: readonly Finding[],
  fixesOf: (finding: Finding) => readonly Fix[],
): CombinedFixes {
  const edits: TextEdit[] = [];
  const chosen: ChosenFix[] = [];
  for (const finding of findings) {
    const fix = finding.suppressed ? undefined : fixesOf(finding).find((candidate) => candidate.safe);
    if (!fix) continue;
    const added = fix.edits.filter((edit) => !edits.some((known) => isSame(known, edit)));
    if (added.some((edit) => edits.some((known) => meet(known, edit)))) continue;
    edits.push(...added);
    chosen.push({ finding, fix });
  }
  return { chosen, edits };
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.file === b.file && a.span.start === b.span.start && a.span.end === b.span.end && a.newText === b.newText;
}

/** Whether two edits overlap, or insert different texts at one place: their order would be a guess. */
function meet(a: TextEdit, b: TextEdit): boolean {
  if (a.file !== b.file) return false;
  return a.span.start === b.span.start || (a.span.start < b.span.end && b.span.start < a.span.end);
}
