import { randomUUID } from 'node:crypto';
import type { Route } from '../core/results/results';
import { agrees, type Answers, type Observed, observe } from '../core/verify/observe';
import { planProbes, type PlannedRoute, type ProbeOptions } from '../core/verify/plan-probes';
import { UserError } from '../workspace/user-error';
import { AppCaller, type CallLimits } from './call-app';

/** What was seen of one method of one route. */
export interface VerifiedRoute {
  readonly route: Route;
  readonly method: string;
  readonly answers: Answers;
  readonly observed: Observed;
  /** Whether the app does what its code was judged to do; null when that stays open. */
  readonly agrees: boolean | null;
  /** Why it was not called or got no answer. */
  readonly skipped: string | null;
}

/** How to call. */
export interface VerifyOptions extends Omit<ProbeOptions, 'wrongKey'> {
  readonly limits: CallLimits;
  /** More requests than this are not sent: the run is refused before the first. */
  readonly mostRequests: number;
  readonly signal?: AbortSignal;
  /** Told before each route: how many were called, of how many. */
  readonly progress: (done: number, total: number) => void;
}

/** What does no harm to an app on the same machine. */
export const defaultLimits: Pick<VerifyOptions, 'limits' | 'mostRequests'> = {
  limits: { requestsPerSecond: 50, timeout: 5000 },
  mostRequests: 5000,
};

/**
 * Calls each route of a running app without a key, with an empty, a wrong and, if it is known, the right one, and
 * compares with the verdicts. Throws `UserError` when nothing listens or there is too much to ask.
 */
export async function verifyApp(
  base: string,
  routes: readonly Route[],
  options: VerifyOptions,
): Promise<readonly VerifiedRoute[]> {
  const planned = planProbes(routes, { ...options, wrongKey: `not-the-key-${randomUUID()}` });
  const requests = planned.reduce((sum, { probes }) => sum + probes.length, 0);
  if (requests > options.mostRequests)
    throw new UserError(
      `${requests} requests are needed and at most ${options.mostRequests} are allowed; name fewer PATHs or raise --most-requests`,
    );
  const caller = new AppCaller(base, options.limits);
  const verified: VerifiedRoute[] = [];
  for (const one of planned) {
    if (options.signal?.aborted) break;
    options.progress(verified.length, planned.length);
    verified.push(await verifyRoute(caller, one, options.signal));
    if (verified.at(-1)?.skipped === 'nothing listens there')
      throw new UserError(`nothing listens at ${base}; start the app first`);
  }
  return verified;
}

async function verifyRoute(
  caller: AppCaller,
  { route, method, probes, skipped }: PlannedRoute,
  signal: AbortSignal | undefined,
): Promise<VerifiedRoute> {
  const answers: Record<string, Answers[keyof Answers]> = {};
  let failure = skipped;
  for (const probe of probes) {
    const result = await caller.call(probe, signal);
    if ('answer' in result) answers[probe.kind] = result.answer;
    else failure = result.failure;
    if (failure !== null) break;
  }
  const observed = failure === null ? observe(answers) : 'unclear';
  return { route, method, answers, observed, agrees: agrees(route.verdict, observed), skipped: failure };
}
