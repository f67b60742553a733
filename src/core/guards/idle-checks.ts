import { isUnknownFailure } from '../semantics/merge';
import type { Check, Origin } from '../semantics/values';
import type { EndedPath } from './conclude';

/** Stands for the place where a view ends that was not walked because nothing in it could matter any more. */
export const unwalkedView = 'the view';

/** What a path answered to each test, by the test's id, and where it ended. */
interface Answered {
  readonly answers: ReadonlyMap<string, boolean>;
  /** Those of the tests that are neither checks of the caller nor settings. */
  readonly assumed: ReadonlySet<string>;
  readonly end: string;
}

/**
 * Checks that decide nothing for a caller without a valid key, though some path failed them. A check decides where one
 * path passed it and is served, and another failed it, agrees about all else that both were asked, and ends elsewhere.
 * Not so one that only logs, or whose refusal is swallowed.
 */
export function idleChecks(served: readonly EndedPath[], refused: readonly EndedPath[]): ReadonlySet<string> {
  // Anything may fail at any time; such ends say nothing about a check.
  const paths = [...served, ...refused].filter(({ outcome }) => !isUnknownFailure(outcome));
  const idle = new Set(paths.flatMap((path) => failedChecks(path)));
  const invalid = paths.filter((path) => path.strength.rank < 4).map(answersOf);
  for (const path of served.map(answersOf)) {
    for (const other of invalid) {
      const difference = isSameEnd(path.end, other.end) ? undefined : onlyDifference(path, other);
      if (difference !== undefined && path.answers.get(difference) === true) idle.delete(difference);
    }
  }
  return idle;
}

function failedChecks({ events }: EndedPath): string[] {
  return events.flatMap((event) => (event.kind === 'check' && !event.passed ? [testOf(event.check)] : []));
}

function answersOf({ exit, events, outcome }: EndedPath): Answered {
  const answers = new Map<string, boolean>();
  const assumed = new Set<string>();
  for (const event of events) {
    if (event.kind === 'check') answer(answers, event.check, event.passed);
    // What a path forgot when it was merged with another one, neither of them knows.
    else if (event.kind === 'assume' && outcome.state.assumed(event.id) === event.truth) {
      answers.set(event.id, event.truth);
      if (!event.isSetting) assumed.add(event.id);
    }
  }
  const left = events.findLast((event) => event.kind === 'left');
  const place = left?.kind === 'left' ? left.exit : '';
  return { answers, assumed, end: exit === 'served' || exit === 'redirect' ? `${exit} ${place}` : 'refused' };
}

function answer(answers: Map<string, boolean>, check: Check, passed: boolean): void {
  if (passed && check.strength === 'validated')
    for (const origin of check.origins) answers.set(sendingOf(origin), true);
  const test = testOf(check);
  // An empty value was sent, and is false all the same.
  answers.set(test, passed || (check.isSending === true && answers.get(test) === true));
}

/** What a check asks: whether a value was sent is one question, wherever it is asked. */
export function testOf({ id, origins, isSending }: Check): string {
  const [origin] = origins;
  return isSending === true && origin !== undefined ? sendingOf(origin) : id;
}

function sendingOf({ source, name }: Origin): string {
  return `sent ${source} ${name.toLowerCase()}`;
}

function onlyDifference(path: Answered, other: Answered): string | undefined {
  let difference: string | undefined;
  for (const [id, answer] of path.answers) {
    const theirs = other.answers.get(id);
    if (theirs === undefined || theirs === answer) continue;
    if (difference !== undefined) return undefined;
    difference = id;
  }
  return difference === undefined || asksMoreAfter(difference, path, other) ? undefined : difference;
}

/** Whether a path was asked something after a test that the other was not: that may be why it ends elsewhere. */
function asksMoreAfter(test: string, path: Answered, other: Answered): boolean {
  const asked = [...other.answers.keys()];
  return asked.slice(asked.indexOf(test) + 1).some((id) => other.assumed.has(id) && !path.answers.has(id));
}

/** A view that was not walked ends wherever the others end. */
function isSameEnd(left: string, right: string): boolean {
  const isUnwalked = [left, right].some((end) => end.endsWith(` ${unwalkedView}`));
  return left === right || (isUnwalked && left !== 'refused' && right !== 'refused');
}
