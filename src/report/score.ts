/**
 * One number for a project, made so that anybody can recompute it:
 *
 *     score = 100 × (share of the routes that are guarded) − deductions for keys, within 0 … 100
 *
 * Routes declared public need no guard and are not counted, as everywhere. A route counts 1 when it is protected, ½ when
 * only some requests are checked or when its guard cannot be read, and 0 otherwise. Every finding that is not already told
 * by a verdict costs 10 (error) or 3 (warning), 50 in all at most. Findings that a marker suppresses and notes (info) cost
 * nothing; those of a baseline cost what the others do, so that the same code has the same score. Without a route that
 * needs a guard the share is 1.
 */
import type { Finding, Route, Severity, Verdict } from '../core/results/results';
import { rules } from '../core/rules/registry';
import { groupedNumber } from './grouped-number';
import { countGuarded } from './guarded-routes';
import { counted } from './text-blocks';
import { verdictSays } from './verdict-words';

/** A school grade; A is 90 and more, B 75, C 60, D 40. */
export type Grade = 'A' | 'B' | 'C' | 'D' | 'F';

/** One reason why the score is not 100; the points may be negative where a limit gives some back. */
export interface Cost {
  readonly says: string;
  readonly points: number;
}

/** The score, and what it lost: the costs add up to 100 − score. */
export interface Score {
  readonly score: number;
  readonly grade: Grade;
  readonly costs: readonly Cost[];
}

const worth: Readonly<Record<Verdict, number>> = {
  unprotected: 0,
  'presence-only': 0,
  conditional: 0.5,
  unverified: 0.5,
  protected: 1,
};

const price: Readonly<Record<Severity, number>> = { error: 10, warning: 3, info: 0 };

const toldByVerdicts = new Set(rules.filter((rule) => rule.isToldByVerdict).map(({ id }) => id));

const maximumDeduction = 50;

/** The score of a project's routes and findings. */
export function scoreOf(routes: readonly Route[], findings: readonly Finding[]): Score {
  const costs = [...routeCosts(routes), ...findingCosts(findings)];
  const total = costs.reduce((sum, { points }) => sum + points, 0);
  if (total > 100) costs.push({ says: 'a score does not go below 0', points: 100 - total });
  const score = Math.max(0, 100 - total);
  return { score, grade: gradeOf(score), costs };
}

/** What the unguarded share costs, in whole points: rounded up, because 100 is for projects without a single gap. */
function routeCosts(routes: readonly Route[]): readonly Cost[] {
  const { total: needGuard, verdicts } = countGuarded(routes);
  const groups = (Object.keys(worth) as Verdict[]).flatMap((verdict) => {
    const count = verdicts[verdict];
    const exact = (100 * count * (1 - worth[verdict])) / needGuard;
    return count > 0 && exact > 0 ? [{ verdict, count, exact }] : [];
  });
  // Guards against 33.300000000000004 being rounded up to 34.
  const total = Math.ceil(groups.reduce((sum, { exact }) => sum + exact, 0) - 1e-9);
  let rest = total - groups.reduce((sum, { exact }) => sum + Math.floor(exact), 0);
  // The largest remainders take the points that rounding down left over.
  const byRemainder = [...groups].sort((left, right) => (right.exact % 1) - (left.exact % 1));
  const extra = new Map(byRemainder.map(({ verdict }) => [verdict, rest-- > 0 ? 1 : 0]));
  return groups.map(({ verdict, count, exact }) => ({
    says: `${counted(count, 'route')} of ${groupedNumber(needGuard)}: ${verdictSays[verdict]}`,
    points: Math.floor(exact) + (extra.get(verdict) ?? 0),
  }));
}

function findingCosts(findings: readonly Finding[]): readonly Cost[] {
  const groups = new Map<string, { readonly finding: Finding; count: number }>();
  for (const finding of findings) {
    if (finding.suppressed !== null || toldByVerdicts.has(finding.rule) || price[finding.severity] === 0) continue;
    const key = `${finding.rule} ${finding.severity}`;
    const group = groups.get(key) ?? { finding, count: 0 };
    group.count++;
    groups.set(key, group);
  }
  const costs = [...groups.values()].map(({ finding: { rule, severity }, count }) => ({
    says: `${counted(count, severity)} of ${rule}, ${price[severity]} points each`,
    points: count * price[severity],
  }));
  const total = costs.reduce((sum, { points }) => sum + points, 0);
  if (total > maximumDeduction)
    costs.push({ says: `findings cost ${maximumDeduction} points at most`, points: maximumDeduction - total });
  return costs;
}

function gradeOf(score: number): Grade {
  if (score >= 90) return 'A';
  if (score >= 75) return 'B';
  if (score >= 60) return 'C';
  return score >= 40 ? 'D' : 'F';
}
