import type { Verdict } from '../analysis/results';
import type { Outcome } from '../semantics/machine';
import type { PathEvent, State } from '../semantics/state';
import type { Exit } from './exits';
import { type Deciding, type PathStrength, strengthOf } from './strength';

/** One path from the request to its end. */
export interface JudgedPath {
  readonly exit: Exit;
  readonly events: readonly PathEvent[];
  readonly state: State;
  readonly strength: PathStrength;
}

interface Conclusion {
  readonly verdict: Verdict;
  readonly served: JudgedPath[];
  readonly refused: JudgedPath[];
}

type Ends = readonly { readonly outcome: Outcome; readonly exit: Exit }[];

/**
 * What the paths of a request mean together. Whether a check is idle is told by ends alone, so `if not (a or b)` before
 * another test can look idle; where every path that serves passed some check, none of them needs to be discounted.
 */
export function conclude(paths: Ends): Conclusion {
  const deciding = decidingChecks(paths);
  const undiscounted = weigh(paths, { ...deciding, idle: new Set() });
  return undiscounted.verdict === 'protected' ? undiscounted : weigh(paths, deciding);
}

function weigh(paths: Ends, deciding: Deciding): Conclusion {
  const judged = paths.map(({ outcome, exit }): JudgedPath => {
    const events = outcome.state.history();
    return { exit, events, state: outcome.state, strength: strengthOf(events, outcome.state, deciding) };
  });
  const lateRefusals = judged.filter(
    (path) => path.exit === 'denied' && path.strength.workedBefore && path.strength.rank < 4,
  );
  let served = judged.filter((path) => path.exit === 'served');
  if (served.length === 0) served = judged.filter((path) => path.exit === 'redirect');
  served = [...served, ...lateRefusals.map((path) => ({ ...path, strength: { ...path.strength, rank: 3 } }))].sort(
    (left, right) => left.strength.rank - right.strength.rank,
  );
  const refused = judged.filter((path) => path.exit === 'denied' || path.exit === 'error');
  return { verdict: verdictOf(served, refused), served, refused };
}

function verdictOf(served: readonly JudgedPath[], refused: readonly JudgedPath[]): Verdict {
  if (served.length === 0) {
    // A guard that ends in something unknown before the view may or may not let callers in.
    if (
      refused.length > 0 &&
      refused.every((path) => !path.state.hasReachedView) &&
      refused.some((path) => path.exit === 'error')
    )
      return 'unverified';
    return refused.some((path) => path.exit === 'denied') ? 'protected' : 'unprotected';
  }
  const ranks = served.map((path) => path.strength.rank);
  const least = Math.min(...ranks);
  const most = Math.max(...ranks);
  if (least >= 4) return 'protected';
  if (most >= 3) return least === 2 && !ranks.includes(3) ? 'unverified' : 'conditional';
  if (most === 2) return least === 2 ? 'unverified' : 'conditional';
  return most === 1 ? 'presence-only' : 'unprotected';
}

/** Words of questions about the caller, and of others that end in a refusal as well. */
const asksWho =
  /log(?:ged)?_?in|auth|permission|role|admin|\bcan_|allow|access|token|identity|session|api_?key|credential|valid_user|current_user/i;

const asksElse = /csrf|banned|blocked|locale|origin|referer|expired|maintenance/i;

/** Checks that decide something: their passing and their failing do not lead to the same ends. */
function decidingChecks(paths: Ends): Deciding {
  const passing = new Map<string, Set<string>>();
  const failing = new Map<string, Set<string>>();
  const denying = new Set<string>();
  const unreadable = new Map<string, boolean>();
  for (const { outcome, exit } of paths) {
    // Anything may fail at any time; such ends say nothing about a check.
    if (
      outcome.raised &&
      outcome.value.kind === 'exception' &&
      outcome.value.isImplicit &&
      outcome.value.name === 'unknown'
    )
      continue;
    const history = outcome.state.history();
    const end = exit === 'served' || exit === 'redirect' ? `${exit} ${endOf(history)}` : 'refused';
    const decision = history.findLast((event) => event.kind === 'check' || event.kind === 'assume');
    if (exit === 'denied' && decision?.kind === 'check' && !decision.passed) denying.add(decision.check.id);
    if (
      exit === 'denied' &&
      decision?.kind === 'assume' &&
      !decision.isSetting &&
      asksWho.test(decision.says) &&
      !asksElse.test(decision.says)
    )
      unreadable.set(decision.id, decision.truth);
    for (const event of history) {
      if (event.kind !== 'check') continue;
      const ends = event.passed ? passing : failing;
      ends.set(event.check.id, (ends.get(event.check.id) ?? new Set()).add(end));
    }
  }
  const idle = new Set<string>();
  for (const [id, ends] of passing) {
    const others = failing.get(id);
    if (others && sameEnds(ends, others)) idle.add(id);
  }
  return { denying, idle, unreadable };
}

export const unwalkedView = 'the view';

/** A view that was not walked because nothing in it could matter any more ends wherever the other paths end. */
function sameEnds(ends: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const isUnwalked = [...ends, ...others].some((end) => end.endsWith(` ${unwalkedView}`));
  const known = (set: ReadonlySet<string>): ReadonlySet<string> =>
    isUnwalked ? new Set([...set].map((end) => (end === 'refused' ? end : 'served'))) : set;
  const [left, right] = [known(ends), known(others)];
  return left.size === right.size && [...left].every((end) => right.has(end));
}

function endOf(history: readonly PathEvent[]): string {
  const left = history.findLast((event) => event.kind === 'enter' && event.what === 'after the view');
  return left?.kind === 'enter' ? (left.exit ?? '') : '';
}
