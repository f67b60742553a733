import type { Severity } from '../core/results/results';

/** What `--fail-on` takes. */
export const thresholds = ['error', 'warning', 'info', 'never'] as const;

const ranks: Readonly<Record<Severity | 'never', number>> = { info: 0, warning: 1, error: 2, never: 3 };

/** Whether a finding of that severity fails a run. */
export function severityReaches(severity: Severity, threshold: Severity | 'never'): boolean {
  return ranks[severity] >= ranks[threshold];
}
