/**
 * Turns what Flask served into the verdicts that agree with it.
 * Requests are grouped by environment and by what they carry besides the key; within a group only the key differs.
 */
import type { Verdict } from '../../src/core/results/results';
import type { Observation, ProbeResult } from './observation';

/** Verdicts that fit what was seen, best first, and the requests that say so. */
export interface ObservedVerdict {
  /** Empty when nobody was served at all, not even with the right key: then Flask says nothing about the check. */
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
    const rules = (run.rules ?? []).filter((rule) => rule.path === path && rule.methods.includes(method));
    // Two rules of one path and method: Flask answers with the first, so both were asked the same.
    const results = rules[0]?.results[method];
    return results === undefined ? [] : [{ name: run.name, results }];
  });
  // A view that crashes whatever is sent (its variable is unset) says nothing about its check.
  const telling = all.filter((run) => run.results.some((result) => result.status < 500));
  const runs = telling.length > 0 ? telling : all;
  if (runs.length === 0) return undefined;
  return { verdicts: decide(runs, observation.rightKnown), because: summary(runs) };
}

/** A refusal that meets the holders of keys alone is a condition, too. */
function decide(all: readonly RunResults[], isRightKnown: boolean): Verdict[] {
  const isOther = ({ credential }: ProbeResult): boolean => credential === 'other';
  const runs = all.map((run) => ({ ...run, results: run.results.filter((result) => !isOther(result)) }));
  const verdicts = decideByRightKey(runs, isRightKnown);
  const isOfHolder = (result: ProbeResult): boolean => isOther(result) || result.credential === 'right';
  const isRefused = all.some((run) => run.results.some((result) => isOfHolder(result) && !isReached(result)));
  return isRefused && verdicts[0] === 'unprotected' && !verdicts.includes('conditional')
    ? [...verdicts, 'conditional']
    : verdicts;
}

function decideByRightKey(runs: readonly RunResults[], isRightKnown: boolean): Verdict[] {
  const results = runs.flatMap((run) => run.results);
  const reached = results.filter((result) => result.credential !== 'right' && isReached(result));
  if (reached.length === 0) {
    const isRightServed = results.some((result) => result.credential === 'right' && result.served);
    return isRightServed || !isRightKnown ? ['protected'] : [];
  }
  // The view's work was done and the response was a refusal all the same.
  if (reached.every((result) => !result.served)) return ['conditional'];
  const groups = runs.flatMap((run) => groupsOf(run));
  // Everybody reaches the view's work; some are told afterwards that they may not.
  const isLate = reached.some((result) => !result.served);
  // What the plain request lacks may be a credential of its own, of which any will do.
  if (groups.every(isIndifferentToKey) && !groups.every((group) => group.some(isReached)))
    return isSwitched(runs) ? ['unprotected', 'presence-only', 'conditional'] : ['unprotected', 'presence-only'];
  if (groups.every(isIndifferentToKey)) return isLate ? ['unprotected', 'conditional'] : ['unprotected'];
  // Where the plain request serves nobody, what else it must carry is no question of keys.
  const plain = groups.find((group) => group.some(isReached)) ?? [];
  // A valid key in one place is a proof, whatever a value in another place gets.
  if (!isReverse(plain) && groups.some(isValidated))
    return plain.every(isReached) ? ['conditional', 'unprotected'] : ['conditional'];
  const verdicts = partialVerdicts(plain, results);
  return isLate && !verdicts.includes('conditional') ? [...verdicts, 'conditional'] : verdicts;
}

/** In one environment nobody is served, not even with the right key; in another one somebody is without it. */
function isSwitched(runs: readonly RunResults[]): boolean {
  return runs.some(({ results }) => !results.some(isReached));
}

/** A valid key is served and no other one. */
function isValidated(group: readonly ProbeResult[]): boolean {
  const isRight = (result: ProbeResult): boolean => result.credential === 'right';
  return (
    group.some((result) => isRight(result) && isReached(result)) &&
    !group.some((result) => !isRight(result) && isReached(result))
  );
}

function isReached(result: ProbeResult): boolean {
  return result.served || result.worked === true;
}

function groupsOf(run: RunResults): ProbeResult[][] {
  const tweaks = new Set(run.results.map((result) => result.tweak));
  return [...tweaks].map((tweak) => run.results.filter((result) => result.tweak === tweak));
}

/** Everyone is served or nobody is; a right key that is refused where wrong ones are served is a reverse guard. */
function isIndifferentToKey(group: readonly ProbeResult[]): boolean {
  const invalid = group.filter((result) => result.credential !== 'right');
  return invalid.every(isReached) || !group.some(isReached);
}

/** A right key is refused where callers without one are served: DESIGN has no word for such a reverse guard. */
function isReverse(group: readonly ProbeResult[]): boolean {
  const right = group.filter((result) => result.credential === 'right');
  return right.length > 0 && !right.some(isReached);
}

/** Some were served without a valid key: which ones tells a presence check from a condition. */
function partialVerdicts(plain: readonly ProbeResult[], everywhere: readonly ProbeResult[]): Verdict[] {
  const isServed = (results: readonly ProbeResult[], credential: string): boolean =>
    results.some((result) => result.credential === credential && isReached(result));
  const verdicts: Verdict[] = [];
  if (isReverse(plain)) return ['unprotected', 'presence-only', 'conditional'];
  if (isServed(plain, 'wrong') || plain.some((result) => result.tweak !== '')) verdicts.push('presence-only');
  const isSomeWrongRefused = plain.some((result) => result.credential === 'wrong' && !isReached(result));
  if (isServed(everywhere, 'none') || !isServed(plain, 'wrong') || isSomeWrongRefused) verdicts.push('conditional');
  if (isNoCheck(plain) || isForNobody(everywhere)) verdicts.push('unprotected');
  return verdicts;
}

/**
 * Some calls failed, but not for want of a key: only an empty one is refused (`key != ""` serves those who send none),
 * or a view crashed, which is no denial.
 */
function isNoCheck(plain: readonly ProbeResult[]): boolean {
  return plain.every(
    (result) => ['empty', 'right'].includes(result.credential) || isReached(result) || isFailure(result),
  );
}

/** Who sends an empty key is served everywhere, and who sends none at all only makes the view crash. */
function isForNobody(everywhere: readonly ProbeResult[]): boolean {
  const anonymous = everywhere.filter(({ credential }) => credential === 'none' || credential === 'empty');
  return anonymous.every((result) => isReached(result) || (result.credential === 'none' && isFailure(result)));
}

/** A crash, or a request that is not as the view needs it: no word about who calls. */
function isFailure({ status }: ProbeResult): boolean {
  return status >= 500 || status === 400;
}

/** `[set] none 401, empty 401, wrong:x 200!`; an exclamation mark stands for served. */
function summary(runs: readonly RunResults[]): string {
  const one = (result: ProbeResult): string => {
    const work = result.worked === true && !result.served ? ' (worked)' : '';
    return `${result.probe} ${String(result.status)}${result.served ? '!' : ''}${work}${result.note ?? ''}`;
  };
  return runs.map((run) => `[${run.name}] ${run.results.map(one).join(', ')}`).join(' ');
}
