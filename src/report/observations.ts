/** What a running app answered, beside what its code says: for the reports and the routes view. */
import type { Route } from '../core/results/results';
import { keyKinds, type Answers, type Observed } from '../core/verify/observe';

/** What was seen, in a few words; the same in terminal and editor. */
export const observedSays: Readonly<Record<Observed, string>> = {
  open: 'answers without a key',
  'any-key': 'answers to any key',
  refuses: 'refuses without a valid key',
  guarded: 'answers to the right key only',
  unclear: 'says nothing about its guard',
};

/** What came of one method of a route. */
export interface ObservedRoute {
  readonly method: string;
  readonly says: string;
  /** The statuses, by the key that was sent. */
  readonly answers: string;
  /** Whether the code says so, too; null when that stays open. */
  readonly agrees: boolean | null;
}

/** What came of the routes of one project. */
export interface Observations {
  readonly url: string;
  /** All of them, by what tells routes apart. */
  readonly answers: ReadonlyMap<string, ObservedRoute>;
  /** By method; empty for a route that was not called, or whose verdict is another one since. */
  of(route: Route): readonly ObservedRoute[];
}

/** `none 401 · empty 401 · wrong 401`. */
export function answersText(answers: Answers): string {
  return keyKinds
    .flatMap((kind) => {
      const answer = answers[kind];
      if (answer === undefined) return [];
      return [`${kind} ${answer.status}${answer.location === null ? '' : ` → ${answer.location}`}`];
    })
    .join(' · ');
}

/** One answer as a sentence's end: `the running app answers without a key`. */
export function observedClause({ says, agrees }: Pick<ObservedRoute, 'says' | 'agrees'>): string {
  return agrees === false ? `but the running app ${says}` : `the running app ${says}`;
}
