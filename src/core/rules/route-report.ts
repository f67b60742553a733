import type { Verdict } from '../results/results';
import type { JudgedRoute } from '../guards/judged-routes';
import type { Report } from './rule';

/** A report for a route with the verdict that is accepted, on the route's own line, with its evidence. */
export function reportVerdict(
  judged: JudgedRoute,
  verdict: Verdict,
  message: () => string,
  accepts: () => boolean = () => true,
): readonly Report[] {
  if (judged.route.verdict !== verdict || !accepts()) return [];
  const { location, evidence } = judged.route;
  return [{ message: message(), ...location, related: evidence, route: judged }];
}

/** For rules that tell one place once, whatever number of routes rests on it. */
export function firstReport([first]: readonly Report[]): Report | undefined {
  return first;
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
