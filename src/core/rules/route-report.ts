import type { Verdict } from '../analysis/results';
import type { JudgedRoute } from '../analysis/judged-routes';
import type { Report, RuleInput } from './rule';

/** One report for each route with the verdict that is accepted, on the route's own line, with its evidence. */
export function reportVerdict(
  { routes }: RuleInput,
  verdict: Verdict,
  message: (judged: JudgedRoute) => string,
  accepts: (judged: JudgedRoute) => boolean = () => true,
): Report[] {
  return routes
    .filter((judged) => judged.route.verdict === verdict && accepts(judged))
    .map((judged) => ({
      ...judged.route.location,
      message: message(judged),
      related: judged.route.evidence,
      route: judged,
    }));
}

/** "GET, POST /admin". */
export function routeText(judged: JudgedRoute): string {
  return `${judged.route.methods.join(', ')} ${judged.route.path}`;
}

/** What a path's decisive check was trapped by, if it was. */
export function trapRule(judged: JudgedRoute): string | null {
  const weakest = judged.judgement.served[0]?.strength;
  return weakest?.check?.trap && (weakest.rank === 3 || weakest.check.strength === 'present')
    ? weakest.check.trap.rule
    : null;
}
