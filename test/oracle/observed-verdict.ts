/**
 * Turns what Flask served into the verdicts that agree with it.
 * Requests are grouped by environment and by what they carry besides the credential; within a group only that differs.
 */
import type { Verdict } from '../../src/core/results/results';
import type { Observation, ProbeResult } from './observation';

/** Verdicts that fit what was seen, best first, and the requests that say so. */
export interface ObservedVerdict {
  /** Empty when nobody was served at all, not even with the right key: then Flask says nothing about the check. */
  readonly verdicts: readonly Verdict[];
  /** A right key is refused where callers without one are served: DESIGN has no word for such a guard. */
  readonly isReverse: boolean;
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
    return results === undefined ? [] : [{ name: run.name, results: results.filter(isOfOneKind) }];
  });
  // A view that crashes whatever is sent (its variable is unset) says nothing about its check.
  const telling = all.filter((run) => run.results.some((result) => result.status < 500));
  const runs = (telling.length > 0 ? telling : all).map(withoutNeedlessLogin);
  if (runs.length === 0) return undefined;
  const verdicts = decide(runs, observation.rightKnown);
  return { verdicts, isReverse: verdicts.length > 1 && runs.flatMap(groupsOf).some(isReverse), because: summary(all) };
}

/** What a key gets that only some checks take for right is shown, and judges nothing. */
function isOfOneKind({ credential }: ProbeResult): boolean {
  return credential !== 'other';
}

/**
 * Where anybody may log in, a session proves no more than that one was begun; where everybody is served without one,
 * nobody needs to log in.
 */
function withoutNeedlessLogin(run: RunResults): RunResults {
  const isInvalid = ({ credential }: ProbeResult): boolean => credential !== 'right';
  const plain = run.results.filter((result) => result.tweak === '' && isInvalid(result));
  if (plain.every(isReached)) return { ...run, results: run.results.filter((result) => !isAfterLogin(result)) };
  const isOpen = run.results.some((result) => isInvalid(result) && isAfterLogin(result) && isReached(result));
  const isNeedless = (result: ProbeResult): boolean => isOpen && !isInvalid(result) && isAfterLogin(result);
  return { ...run, results: run.results.filter((result) => !isNeedless(result)) };
}

function isAfterLogin({ probe }: ProbeResult): boolean {
  return probe.includes(' before');
}

function decide(runs: readonly RunResults[], isRightKnown: boolean): Verdict[] {
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
    return ['unprotected', 'presence-only'];
  if (groups.every(isIndifferentToKey)) return isLate ? ['unprotected', 'conditional'] : ['unprotected'];
  // Where the plain request serves nobody, what else it must carry is no question of keys.
  const plain = groups.find((group) => group.some(isReached)) ?? [];
  // A valid key in one place is a proof, whatever a value in another place gets.
  if (!isReverse(plain) && groups.some(isValidated)) return ['conditional'];
  const verdicts = partialVerdicts(plain, results);
  return isLate && !verdicts.includes('conditional') ? [...verdicts, 'conditional'] : verdicts;
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

function isReverse(group: readonly ProbeResult[]): boolean {
  const right = group.filter((result) => result.credential === 'right');
  return right.length > 0 && !right.some(isReached) && group.some(isReached);
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
  if (isNoCheck(plain)) verdicts.push('unprotected');
  return verdicts;
}

/**
 * Some calls failed, but not for want of a key: only an empty one is refused (`key != ""` serves those who send none),
 * or a view failed with what it was not sent. That is none of DESIGN's denials: nobody asked who calls.
 */
function isNoCheck(plain: readonly ProbeResult[]): boolean {
  return plain.every(
    (result) => ['empty', 'right'].includes(result.credential) || isReached(result) || isFailure(result),
  );
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
