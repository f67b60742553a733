/** A route's verdict in words, the same in terminal and editor. */
import type { GuardKind, Strength, Verdict } from '../core/results/results';

/** What a verdict means, after `GET /export: `. */
export const verdictSays: Readonly<Record<Verdict, string>> = {
  unprotected: 'no API key check',
  'presence-only': 'any key is accepted',
  conditional: 'some requests skip the key check',
  unverified: 'its guard cannot be read',
  protected: 'guarded',
};

/** The parts of a route that its words depend on; the core's routes and the documents' both have them. */
export interface RouteInWords {
  readonly verdict: Verdict;
  readonly public: { readonly reason: string } | null;
  readonly guards: readonly { readonly kind: GuardKind; readonly name: string; readonly strength: Strength }[];
}

/** What decides a route's verdict, in a few words. */
export function routeSays(route: RouteInWords): string {
  if (route.public) return route.public.reason ? `public: ${route.public.reason}` : 'public';
  return route.verdict === 'protected' ? `guarded by ${guardNames(route)}` : verdictSays[route.verdict];
}

function guardNames(route: RouteInWords): string {
  const names = route.guards
    .filter((guard) => guard.strength === 'validated')
    .map((guard) => (guard.kind === 'body' ? 'its own check' : guard.name));
  return names.length > 0 ? [...new Set(names)].join(', ') : 'its own check';
}
