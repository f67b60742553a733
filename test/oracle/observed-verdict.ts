/** Turns what Flask served into the verdicts that agree with it. */
import type { Verdict } from '../../src/core/analysis/results';
import type { Observation, ProbeResult } from './observation';

/** Verdicts that fit what was seen, best first, and the requests that say so. */
export interface ObservedVerdict {
  readonly verdicts: readonly Verdict[];
  readonly because: string;
}

interface RunResults {
  readonly name: string;
  readonly results: readonly ProbeResult[];
}

/** What was seen of one path and method in every environment in which the app started; undefined when Flask has no such route. */
export function observedVerdict(observation: Observation, path: string, method: string): ObservedVerdict | undefined {
  const all = observation.runs.flatMap((run): RunResults[] => {
    const rules = (run.rules ?? []).filter(
      (candidate) => candidate.path === path && candidate.methods.includes(method),
    );
    // Two rules of one path and method: Flask answers with the first, so both were asked the same.
    const results = rules[0]?.results[method];
    return results === undefined ? [] : [{ name: run.name, results }];
  });
  // A view that crashes whatever is sent (its variable is unset) says nothing about its check.
  const telling = all.filter((run) => run.results.some((result) => result.status < 500));
  const runs = telling.length > 0 ? telling : all;
  const main = runs.find((run) => run.name === 'set') ?? runs[0];
  return main === undefined ? undefined : decide(main, runs, observation.rightKnown);
}

function decide(main: RunResults, runs: readonly RunResults[], isRightKnown: boolean): ObservedVerdict {
  const invalid = (run: RunResults): ProbeResult[] => run.results.filter((result) => result.probe !== 'right');
  const isReached = (result: ProbeResult): boolean => result.served || result.worked === true;
  const because = summary(runs);
  const reached = runs.flatMap((run) => invalid(run).filter(isReached));
  if (reached.length === 0) {
    const isRightServed = runs.some((run) => run.results.some((result) => result.probe === 'right' && result.served));
    return {
      verdicts: isRightServed || !isRightKnown ? ['protected'] : [],
      because: isRightServed ? because : `even the right key is refused: ${because}`,
    };
  }
  if (reached.every((result) => !result.served))
    return { verdicts: ['conditional'], because: `work before the refusal: ${because}` };
  if (runs.every((run) => invalid(run).every(isReached))) return { verdicts: ['unprotected'], because };
  return { verdicts: partialVerdicts(main, isReached), because };
}

/** Some invalid requests were served: which ones tells a presence check from a condition. */
function partialVerdicts(main: RunResults, isReached: (result: ProbeResult) => boolean): Verdict[] {
  const isServed = (probe: string): boolean =>
    main.results.some((result) => result.probe.startsWith(probe) && isReached(result));
  const verdicts: Verdict[] = [];
  if (isServed('wrong:')) verdicts.push('presence-only');
  if (isServed('none') || !isServed('wrong:')) verdicts.push('conditional');
  return verdicts;
}

/** `set: none 401, empty 401, wrong:x 200!`; an exclamation mark stands for served. */
function summary(runs: readonly RunResults[]): string {
  const one = (result: ProbeResult): string =>
    `${result.probe} ${String(result.status)}${result.served ? '!' : ''}${result.worked === true && !result.served ? ' (worked)' : ''}${result.note ?? ''}`;
  return runs.map((run) => `[${run.name}] ${run.results.map(one).join(', ')}`).join(' ');
}
