import type { JudgedRoute } from '../guards/judged-routes';
import type { Judgement } from '../guards/judge';
import { memoByObject } from '../text/memo-by-object';
import type { Check } from '../semantics/values/credential-check';

/** Checks on the way to a route's work that prove more than presence. */
export function validationsOf({ judgement }: JudgedRoute): readonly Check[] {
  return validationsIn(judgement);
}

const validationsIn = memoByObject(({ served }: Judgement): readonly Check[] =>
  served.flatMap((path) =>
    path.events.flatMap((event) =>
      event.kind === 'check' && event.passed && event.check.strength === 'validated' ? [event.check] : [],
    ),
  ),
);
