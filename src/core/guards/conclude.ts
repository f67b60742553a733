import type { Verdict } from '../results/results';
import { toResponse } from '../flask/requests/responses';
import type { Outcome } from '../semantics/machine';
import type { PathEvent } from '../semantics/paths/state';
import type { Check } from '../semantics/values/credential-check';
import type { Location } from '../text/span';
import { type Exit, hasDenyingStatus, hasFailedInView, isDenial, mayRedirectFor } from './exits';
import { isUnknownFailure } from '../semantics/paths/merge';
import { idleChecks, unwalkedView } from './idle-checks';
import type { EndedPath, JudgedPath } from './judged-path';
import { anythingDecides, type Deciding, strengthOf } from './strength';

interface Conclusion<Path = JudgedPath> {
  readonly verdict: Verdict;
  readonly served: Path[];
  readonly refused: Path[];
  /** The view was not walked for those who are served, and what it gave others may be what it gives everybody. */
  readonly isAmbiguous: boolean;
  /** The view was not walked for some who are served, since they were validated by what turned out to decide nothing. */
  readonly isHasty: boolean;
}

type Ends = readonly {
  readonly outcome: Outcome;
  readonly events: readonly PathEvent[];
  readonly exit: Exit;
}[];

/**
 * What the paths of a request mean together. Where every path that serves passed some validation, no check needs to be
 * discounted; elsewhere only those count whose outcome decides what a caller without a valid key gets.
 */
export function conclude(paths: Ends): Conclusion {
  const asked = askingChecks(paths);
  const undiscounted = weigh(paths, { idle: new Set(), ...asked });
  const isCertain = undiscounted.verdict === 'protected' || undiscounted.served.length === 0;
  const { served, refused, ...conclusion } = isCertain
    ? undiscounted
    : weigh(paths, { idle: idleChecks(undiscounted.served, undiscounted.refused), ...asked });
  return { served: served.map(withoutOutcome), refused: refused.map(withoutOutcome), ...conclusion };
}

function withoutOutcome({ outcome: _outcome, ...path }: EndedPath): JudgedPath {
  return path;
}

function weigh(paths: Ends, deciding: Deciding): Conclusion<EndedPath> {
  const walked = paths.map(({ outcome, events, exit }): EndedPath => {
    const left = events.findLast((event) => event.kind === 'left');
    return {
      exit,
      events,
      outcome,
      hasReachedView: outcome.state.hasReachedView,
      isUnwalked: left?.exit === unwalkedView,
      mayRefuse: left !== undefined && isRefusalAmong(outcome, left.location),
      strength: strengthOf(events, outcome.state, deciding),
    };
  });
  const ended = withSharedRedirects(walked);
  const serves = ended.some(({ exit }) => exit === 'served' || exit === 'redirect');
  const judged = serves
    ? ended
    : ended.map((path) => (mayAnswerEverybody(path) ? { ...path, exit: 'served' as const } : path));
  // Who was validated is refused for something else.
  const lateRefusals = judged.filter(
    (path) =>
      path.exit === 'denied' &&
      path.strength.workedBefore &&
      path.strength.rank < 4 &&
      !path.outcome.state.isSettled &&
      refusesCaller(path),
  );
  let served = judged.filter((path) => path.exit === 'served');
  if (served.length === 0) served = judged.filter((path) => path.exit === 'redirect');
  served = [...served, ...lateRefusals.map((path) => ({ ...path, strength: { ...path.strength, rank: 3 } }))].sort(
    (left, right) => left.strength.rank - right.strength.rank,
  );
  const refused = judged.filter((path) => path.exit === 'denied' || path.exit === 'error');
  const verdict = verdictOf(served, refused);
  const isAmbiguous =
    verdict === 'conditional'
      ? maySettleNothing(served, refused)
      : served.every((path) => path.isUnwalked) && judged.some(mayAnswerEverybody);
  return { verdict, served, refused, isAmbiguous, isHasty: served.some(isLeftHastily) };
}

function isLeftHastily({ isUnwalked, strength, events, outcome }: EndedPath): boolean {
  return isUnwalked && strength.rank < 4 && strengthOf(events, outcome.state, anythingDecides).rank >= 4;
}

/** The view serves others by tests of its own, which those who passed before it may have to pass as well. */
function maySettleNothing(served: readonly EndedPath[], refused: readonly EndedPath[]): boolean {
  return (
    served.some((path) => path.isUnwalked) &&
    served.some((path) => path.hasReachedView && path.strength.rank < 3) &&
    refused.some((path) => path.hasReachedView && path.exit === 'denied')
  );
}

/** A redirect refuses nobody, whatever test failed before it, where the same statement sends those who pass the test on alike. */
function withSharedRedirects(paths: readonly EndedPath[]): readonly EndedPath[] {
  const leaving = ({ events }: EndedPath): object | null | undefined =>
    events.findLast((event) => event.kind === 'left')?.statement;
  const sentOn = paths.filter(({ exit }) => exit === 'redirect');
  if (sentOn.length === 0) return paths;
  return paths.map((path) => {
    const statement = leaving(path);
    if (path.exit !== 'denied' || path.outcome.raised || !statement) return path;
    const { isRedirect, refuses } = toResponse(path.outcome.value, nowhere);
    const failed = path.events.findLast((event) => event.kind === 'check' && !event.passed);
    const isAlike = (other: EndedPath): boolean =>
      leaving(other) === statement &&
      toResponse(other.outcome.value, nowhere).refuses === refuses &&
      other.events.some((event) => event.kind === 'check' && event.passed && event.check.id === idOf(failed));
    return isRedirect && sentOn.some(isAlike) ? { ...path, exit: 'redirect' } : path;
  });
}

function idOf(event: PathEvent | undefined): string | undefined {
  return event?.kind === 'check' ? event.check.id : undefined;
}

const nowhere: Location = { file: '', span: { start: 0, end: 0 } };

function verdictOf(served: readonly JudgedPath[], refused: readonly JudgedPath[]): Verdict {
  if (served.length === 0) {
    // A guard that ends in something unknown before the view may or may not let callers in.
    if (
      refused.length > 0 &&
      refused.every((path) => !path.hasReachedView) &&
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

/**
 * Whether an end that looks like a refusal or a failure may be what the view answers to everybody: none of its tests of
 * the caller failed. A status that refuses does so all the same.
 */
function mayAnswerEverybody({ exit, outcome, events }: EndedPath): boolean {
  if (!outcome.state.hasReachedView || isUnknownFailure(outcome)) return false;
  if (exit === 'redirect' ? mayRedirectFor(events) : hasFailedInView(events, exit === 'error')) return false;
  const left = events.findLast((event) => event.kind === 'left');
  return (
    exit === 'error' ||
    exit === 'redirect' ||
    (exit === 'denied' &&
      !outcome.raised &&
      left !== undefined &&
      !hasDenyingStatus(toResponse(outcome.value, left.location)))
  );
}

/** Whether a refusal may be of the caller, and not of a form's other fields: those are the view's to refuse. */
function refusesCaller({ events, outcome }: EndedPath): boolean {
  const end = events.findLastIndex((event) => event.kind === 'left');
  const left = events[end];
  const isOutside =
    left?.kind === 'left' &&
    !left.isRefusal &&
    (outcome.raised || hasDenyingStatus(toResponse(outcome.value, left.location)));
  const failed = events.slice(isOutside ? end : 0).filter((event) => event.kind === 'check' && !event.passed);
  return failed.length === 0 || failed.some((event) => event.kind === 'check' && isAboutCaller(event.check));
}

function isAboutCaller({ strength, origins }: Check): boolean {
  return strength !== 'present' || origins.some((origin) => origin.isCredential);
}

function isRefusalAmong({ value }: Outcome, location: Location): boolean {
  return value.kind === 'choice' && value.options.some((option) => isDenial(toResponse(option, location)));
}

/** Words of questions about the caller, and of others that end in a refusal as well. */
const asksWho =
  /log(?:ged)?_?in|auth|permission|role|admin|\bcan_|allow|access|token|identity|session|api_?key|credential|valid_user|current_user/i;

const asksElse =
  /csrf|banned|blocked|locale|origin|referer|expired|maintenance|exists?\b|set_?up|configured|installed|initiali[sz]ed/i;

/** Checks whose failure refuses, and unreadable tests that look like questions about the caller. */
function askingChecks(paths: Ends): Omit<Deciding, 'idle'> {
  const denying = new Set<string>();
  const unreadable = new Map<string, boolean>();
  for (const { events, exit, outcome } of paths) {
    if (exit !== 'denied') continue;
    const decisions = events.filter((event) => event.kind === 'check' || event.kind === 'assume');
    // One of several alternatives would have done.
    const passed = decisions.findLastIndex((event) => event.kind === 'assume' || event.passed);
    for (const event of decisions.slice(passed + 1)) if (event.kind === 'check') denying.add(event.check.id);
    const decision = decisions.at(-1);
    if (
      decision?.kind === 'assume' &&
      !decision.isSetting &&
      !outcome.state.isSettled &&
      asksWho.test(decision.says) &&
      !asksElse.test(decision.says)
    )
      unreadable.set(decision.id, decision.truth);
  }
  return { denying, unreadable };
}
