import { toResponse } from '../flask/requests/responses';
import { isUnknownFailure } from '../semantics/paths/merge';
import { anything, sentIn, testOf, text } from '../semantics/values/sending';
import type { Check } from '../semantics/values/credential-check';
import { memoByObject } from '../text/memo-by-object';
import type { EndedPath } from './judged-path';

/** Stands for the place where a view ends that was not walked because nothing in it could matter any more. */
export const unwalkedView = 'the view';

/** What a path answered to each test, by the test's id (what was sent in each field as well), and where it ended. */
interface Answered {
  readonly answers: ReadonlyMap<string, boolean | number>;
  /** All that it was asked, in order: true of tests that are neither checks of the caller nor settings. */
  readonly asked: ReadonlyMap<string, boolean>;
  readonly end: string;
  /** The view failed, which it may do for anybody. */
  readonly failsInView: boolean;
}

/**
 * Checks that decide nothing for a caller without a valid key, though some path failed them. A check decides where one
 * path passed it and is served, and another failed it, agrees about all else that both were asked, and ends elsewhere.
 * Not so one that only logs, or whose refusal is swallowed.
 */
export function idleChecks(served: readonly EndedPath[], refused: readonly EndedPath[]): ReadonlySet<string> {
  // Anything may fail at any time, and anybody may ask too often; such ends say nothing about a check.
  const paths = [...served, ...refused].filter((path) => !isUnknownFailure(path.outcome) && !isTooOften(path));
  const idle = new Set(paths.flatMap((path) => failedChecks(path)));
  const invalid = paths.filter((path) => path.strength.rank < 4).map(answersOf);
  let ends: ((one: Answered) => string) | undefined;
  const isServedAnyway = (test: string, answer: boolean | number | undefined): boolean =>
    invalid.some(({ end, answers }) => end !== 'refused' && answers.get(test) === answer);
  for (const path of served.map(answersOf)) {
    for (const other of invalid) {
      const difference = isSameEnd(path.end, other.end) ? undefined : onlyDifference(path, other);
      if (difference === undefined || !idle.has(difference)) continue;
      ends ??= endsByAnswers(paths.map(answersOf));
      if (ends(path) === ends(other)) continue;
      const theirs = other.answers.get(difference);
      // A view that was not walked for those who passed may fail for them as well.
      const isOfView = path.end === unwalkedView && other.failsInView && isServedAnyway(difference, theirs);
      if (!isOfView && hasPassed(path.answers.get(difference), theirs)) idle.delete(difference);
    }
  }
  return idle;
}

/**
 * Where those end who answer alike. Some are served and some are not where something else decides that was forgotten: where
 * it is so for those who pass a check as for those who fail it, the check decides nothing.
 */
function endsByAnswers(all: readonly Answered[]): (one: Answered) => string {
  const ends = new Map<string, Set<string>>();
  for (const one of all) {
    const known = ends.get(wordsOf(one)) ?? new Set();
    ends.set(wordsOf(one), known.add(one.end === 'refused' ? one.end : 'served'));
  }
  return (one) => [...(ends.get(wordsOf(one)) ?? [])].toSorted().join();
}

const wordsOf = memoByObject(({ answers }: Answered): string =>
  [...answers]
    .map((entry) => entry.join())
    .toSorted()
    .join(),
);

/** https://www.rfc-editor.org/rfc/rfc6585#section-4 */
function isTooOften({ outcome: { value } }: EndedPath): boolean {
  return toResponse(value, { file: '', span: { start: 0, end: 0 } }).status === 429;
}

function failedChecks({ events }: EndedPath): string[] {
  return events.flatMap((event) => (event.kind === 'check' && !event.passed ? [testOf(event.check)] : []));
}

function answersOf({ exit, events, outcome, isUnwalked }: EndedPath): Answered {
  const answers = new Map<string, boolean | number>();
  const asked = new Map<string, boolean>();
  for (const event of events) {
    const test = event.kind === 'check' ? event : event.kind === 'assume' ? event.settled : undefined;
    if (test) {
      answer(answers, test.check, test.passed);
      for (const id of testsOf(test.check)) asked.set(id, false);
    } else if (event.kind === 'assume') {
      asked.set(event.id, !event.isSetting);
      // What a path forgot when it was merged with another one, neither of them knows; settings tell them apart again.
      if (event.isSetting || outcome.state.assumed(event.id) === event.truth) answers.set(event.id, event.truth);
    }
  }
  const isServed = exit === 'served' || exit === 'redirect';
  const failsInView = exit === 'error' && outcome.state.hasReachedView;
  return { answers, asked, end: isServed ? (isUnwalked ? unwalkedView : exit) : 'refused', failsInView };
}

function answer(answers: Map<string, boolean | number>, check: Check, passed: boolean): void {
  for (const sending of check.sending ?? []) {
    const test = sentIn(sending.field);
    const known = answers.get(test);
    answers.set(test, (typeof known === 'number' ? known : anything) & (passed ? sending.passed : sending.failed));
  }
  const test = testOf(check);
  if (test === check.id) answers.set(test, passed);
}

/** The questions that a check answers. */
function testsOf(check: Check): string[] {
  return [...(check.sending ?? []).map(({ field }) => sentIn(field)), testOf(check)];
}

/** Answers that no one request can get; of what was sent, several things may fit to both. */
function isOpposite(one: boolean | number, other: boolean | number): boolean {
  return typeof one === 'number' && typeof other === 'number' ? (one & other) === 0 : one !== other;
}

/** A text was sent by the one and not by the other, or anything at all. */
function hasPassed(one: boolean | number | undefined, other: boolean | number | undefined): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return one === true;
  return (one & text) !== 0 && (other & text) === 0;
}

function onlyDifference(path: Answered, other: Answered): string | undefined {
  let difference: string | undefined;
  for (const [id, answer] of path.answers) {
    const theirs = other.answers.get(id);
    if (theirs === undefined || !isOpposite(answer, theirs)) continue;
    if (difference !== undefined) return undefined;
    difference = id;
  }
  return difference === undefined || asksMoreAfter(difference, path, other) ? undefined : difference;
}

/** Whether a path was asked something after a test that the other was not: that may be why it ends elsewhere. */
function asksMoreAfter(test: string, path: Answered, other: Answered): boolean {
  const asked = [...other.asked.keys()];
  return asked.slice(asked.indexOf(test) + 1).some((id) => other.asked.get(id) === true && !path.asked.has(id));
}

/** A view that was not walked ends wherever the others end. What it answers to whom it serves is no matter of refusal. */
function isSameEnd(left: string, right: string): boolean {
  return left === right || ([left, right].includes(unwalkedView) && left !== 'refused' && right !== 'refused');
}
