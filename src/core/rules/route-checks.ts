import type { JudgedRoute } from '../analysis/judged-routes';
import type { Judgement } from '../guards/judge';
import { memoByObject } from '../text/memo-by-object';
import type { Check } from '../semantics/values';
import type { Location } from '../text/span';

/** A check of a credential that callers must pass, with the routes that rest on it. */
export interface SharedCheck {
  readonly check: Check;
  readonly routes: readonly JudgedRoute[];
}

/** The validations that the routes' served paths passed, each once, by place. */
export const sharedChecks = memoByObject((routes: readonly JudgedRoute[]): readonly SharedCheck[] => {
  const found = new Map<string, { check: Check; routes: Set<JudgedRoute> }>();
  for (const judged of routes)
    for (const check of validationsOf(judged)) {
      const key = placeKey(check.location);
      const known = found.get(key) ?? { check, routes: new Set() };
      found.set(key, known);
      known.routes.add(judged);
    }
  return [...found.values()].map(({ check, routes: on }) => ({ check, routes: [...on] }));
});

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

/** Identity of a place. */
export function placeKey({ file, span }: Location): string {
  return `${file}:${String(span.start)}`;
}
