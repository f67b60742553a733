/** What was there before: findings that a baseline or an older revision knows are told apart from new ones. */
import type { Finding } from '../core/results/results';
import type { GoneFinding, ProjectReport } from './project-report';

/** Why a finding does not count, and whether the code itself says so. */
export interface Suppression {
  readonly kind: 'inSource' | 'external';
  readonly reason: string;
}

/** A marker in the code comes first; then what was there already. */
export function suppressionOf(finding: Finding, { comparisons }: ProjectReport): Suppression | null {
  if (finding.suppressed !== null) return { kind: 'inSource', reason: finding.suppressed.reason };
  const knower = comparisons.find(({ known }) => known.has(finding));
  return knower === undefined ? null : { kind: 'external', reason: knower.reason };
}

/** A comparison in numbers, over all projects. */
export interface Trend {
  readonly with: string;
  readonly new: number;
  readonly known: number;
  readonly gone: readonly GoneFinding[];
  readonly score: number | null;
}

/** How the findings without a marker changed, for each thing that was compared with. */
export function trends(projects: readonly ProjectReport[]): readonly Trend[] {
  const names = new Set(projects.flatMap(({ comparisons }) => comparisons.map((comparison) => comparison.with)));
  return [...names].map((name) => {
    const compared = projects.flatMap(({ analysis, comparisons }) =>
      comparisons.filter((comparison) => comparison.with === name).map((comparison) => ({ analysis, comparison })),
    );
    const counts = compared.map(({ analysis, comparison }) => {
      const active = analysis.findings.filter(({ suppressed }) => suppressed === null);
      const known = active.filter((finding) => comparison.known.has(finding)).length;
      return { known, new: active.length - known };
    });
    return {
      with: name,
      new: counts.reduce((sum, count) => sum + count.new, 0),
      known: counts.reduce((sum, { known }) => sum + known, 0),
      gone: compared.flatMap(({ comparison }) => comparison.gone),
      // Scores of several projects have no sum.
      score: compared.length === 1 ? (compared[0]?.comparison.score ?? null) : null,
    };
  });
}

/** `2 new, 5 known, 1 resolved since main (score 64 then)`. */
export function trendSays(trend: Trend): string {
  const score = trend.score === null ? '' : ` (score ${trend.score} then)`;
  return `compared with ${trend.with}: ${trend.new} new, ${trend.known} known, ${trend.gone.length} resolved${score}`;
}
