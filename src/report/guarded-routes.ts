/** How many routes are guarded: one way of counting for the terminal, the status bar, the tree and the scan's message. */
import type { Verdict } from '../core/results/results';
import { counted } from './text-blocks';

/** A route that is public by intent needs no guard: it counts neither as guarded nor as unguarded. */
export interface GuardedRoutes {
  readonly guarded: number;
  /** Routes that should be guarded: all but the public ones. */
  readonly total: number;
  readonly public: number;
  /** Routes of each verdict, public ones left out. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
}

/** Counts routes; the core's and the documents' both have what it takes. */
export function countGuarded(
  routes: readonly { readonly verdict: Verdict; readonly public: object | null }[],
): GuardedRoutes {
  const verdicts: Record<Verdict, number> = {
    protected: 0,
    conditional: 0,
    'presence-only': 0,
    unprotected: 0,
    unverified: 0,
  };
  const needGuard = routes.filter((route) => route.public === null);
  for (const { verdict } of needGuard) verdicts[verdict]++;
  return {
    guarded: verdicts.protected,
    total: needGuard.length,
    public: routes.length - needGuard.length,
    verdicts,
  };
}

/** `6 of 10 routes guarded, 1 public`. */
export function guardedSays({ guarded, total, public: open }: Omit<GuardedRoutes, 'verdicts'>): string {
  if (total + open === 0) return 'no Flask routes';
  const publicRoutes = open === 0 ? '' : `${open} public`;
  if (total === 0) return `${publicRoutes} ${open === 1 ? 'route' : 'routes'}`;
  return [`${guarded} of ${counted(total, 'route')} guarded`, ...(open === 0 ? [] : [publicRoutes])].join(', ');
}
