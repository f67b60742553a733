/** What the running app answered beside each verdict, as `api-key-guard verify --format json` prints it. Version 1. */
import type { Route, Verdict } from '../core/results/results';
import type { Answers, Observed } from '../core/verify/observe';
import { type Place, Places, type ProjectReport } from './project-report';

/** One route and method; `public` as in the routes' document. */
export interface DocumentVerified extends Place {
  readonly method: string;
  readonly path: string;
  readonly handler: string;
  readonly verdict: Verdict;
  readonly public: { readonly reason: string } | null;
  readonly guards: Route['guards'];
  readonly answers: Answers;
  readonly observed: Observed;
  readonly agrees: boolean | null;
  readonly skipped: string | null;
}

/** The whole document. */
export interface VerifyDocument {
  readonly version: 1;
  readonly url: string;
  readonly routes: readonly DocumentVerified[];
  readonly summary: VerifyCounts;
}

/** Routes by what came out. */
export interface VerifyCounts {
  readonly called: number;
  readonly agree: number;
  readonly disagree: number;
  /** Served without a valid key, and not declared public. */
  readonly open: number;
  readonly unclear: number;
  readonly skipped: number;
}

/** One verified route of a project, as `src/verify` gives it. */
export type Verified = Pick<DocumentVerified, 'method' | 'answers' | 'observed' | 'agrees' | 'skipped'> & {
  readonly route: Route;
};

/** Puts what was seen of all projects into one document. */
export function verifyDocument(
  url: string,
  projects: readonly { readonly report: ProjectReport; readonly verified: readonly Verified[] }[],
): VerifyDocument {
  const routes = projects.flatMap(({ report, verified }) => {
    const places = new Places(report);
    return verified.map(({ route, ...seen }): DocumentVerified => ({
      ...places.start(route.location),
      method: seen.method,
      path: route.path,
      handler: route.handler,
      verdict: route.verdict,
      public: route.public && { reason: route.public.reason },
      guards: route.guards,
      answers: seen.answers,
      observed: seen.observed,
      agrees: seen.agrees,
      skipped: seen.skipped,
    }));
  });
  return { version: 1, url, routes, summary: countVerified(routes) };
}

/** Whether anyone gets through although nobody declared the route public. */
export function isOpen({ observed, public: declared }: Pick<DocumentVerified, 'observed' | 'public'>): boolean {
  return declared === null && (observed === 'open' || observed === 'any-key');
}

function countVerified(routes: readonly DocumentVerified[]): VerifyCounts {
  const called = routes.filter(({ skipped }) => skipped === null);
  return {
    called: called.length,
    agree: called.filter((one) => one.agrees === true).length,
    disagree: called.filter((one) => one.agrees === false).length,
    open: called.filter(isOpen).length,
    unclear: called.filter(({ observed }) => observed === 'unclear').length,
    skipped: routes.length - called.length,
  };
}
