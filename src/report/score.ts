/**
 * One number for a project, made so that anybody can recompute it:
 *
 *     score = 100 × (share of the routes that are guarded) − deductions for keys, within 0 … 100
 *
 * A route counts 1 when it is protected or declared public, ½ when only some requests are checked or when its guard
 * cannot be read, and 0 otherwise. Every finding that is not already told by a verdict costs 10 (error) or 3 (warning),
 * 50 in all at most. Suppressed findings and notes (info) cost nothing. Without a route the share is 1.
 */
import type { Finding, Route, Verdict } from '../core/analysis/results';

/** A school grade; A is 90 and more, B 75, C 60, D 40. */
export type Grade = 'A' | 'B' | 'C' | 'D' | 'F';

const worth: Readonly<Record<Verdict, number>> = {
  protected: 1,
  conditional: 0.5,
  unverified: 0.5,
  'presence-only': 0,
  unprotected: 0,
};

/** Rules whose defect already shows in a route's verdict: counting them again would punish twice. */
const rulesToldByVerdicts = new Set([
  'unprotected-route',
  'presence-only-check',
  'conditional-check',
  'guard-above-route',
  'ineffective-guard',
  'unverified-guard',
]);

const maximumDeduction = 50;

/** The score of a project's routes and findings. */
export function scoreOf(routes: readonly Route[], findings: readonly Finding[]): { score: number; grade: Grade } {
  const guarded = routes.reduce((sum, route) => sum + (route.public ? 1 : worth[route.verdict]), 0);
  const share = routes.length === 0 ? 1 : guarded / routes.length;
  const deduction = findings
    .filter((finding) => finding.suppressed === null && !rulesToldByVerdicts.has(finding.rule))
    .reduce((sum, { severity }) => sum + (severity === 'error' ? 10 : severity === 'warning' ? 3 : 0), 0);
  // Rounded down: 100 is for projects without a single gap.
  const score = Math.max(0, Math.floor(100 * share) - Math.min(deduction, maximumDeduction));
  return { score, grade: gradeOf(score) };
}

function gradeOf(score: number): Grade {
  if (score >= 90) return 'A';
  if (score >= 75) return 'B';
  if (score >= 60) return 'C';
  return score >= 40 ? 'D' : 'F';
}
