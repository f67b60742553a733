import type { Project } from '../flask/project';
import type { Opened } from '../semantics/values/credential-check';
import type { BoundRoute } from '../flask/registration/routes';
import { isWiderThan } from './open-sessions';
import { endJudging, type Judgement } from './judge';
import type { Route } from '../results/results';
import { judgeBoundRoute, type JudgedRoute } from './judged-routes';

/** A route with what was found out about it last. */
export class JudgedBound {
  /** Whether it puts in a session value for anybody. Few do, and all routes are asked at each key press. */
  opens = false;
  verdicts: readonly JudgedRoute[] = [];

  constructor(
    readonly bound: BoundRoute,
    project: Project,
  ) {
    this.judge(project);
  }

  /** Judges the route by what the project knows now. */
  judge(project: Project): void {
    this.verdicts = judgeBoundRoute(project, this.bound);
    this.opens = this.verdicts.some(({ judgements }) => judgements.some(({ opens }) => opens.size > 0));
  }
}

/** A route that opens a value may rest on another one: each round may open more. */
const mostRounds = 4;

/**
 * A session value that some route puts in for anybody proves nothing elsewhere. Judges again, one at each step, what
 * rests on such values, and notes in `again` which routes those were. All were judged as if no value was one, or with
 * those that the project knows.
 */
export function* settleSessions(
  project: Project,
  routes: readonly JudgedBound[],
  again: Set<number>,
): Generator<undefined, void> {
  const { judged } = project;
  for (let round = 0; round < mostRounds; round++) {
    const opened = openSessions(routes);
    const changed = [...opened].flatMap(([name, { isChosen, weakness }]) => {
      const known = judged.openSessions.get(name);
      return known?.isChosen === isChosen && known.weakness === weakness ? [] : [name];
    });
    if (changed.length === 0) return;
    judged.openSessions = opened;
    endJudging(project.judge);
    for (const [order, route] of routes.entries()) {
      if (!asks(route, changed)) continue;
      route.judge(project);
      again.add(order);
      yield;
    }
  }
}

/** Whether a route's code asks for one of these session values. */
export function asks({ verdicts }: JudgedBound, names: readonly string[]): boolean {
  return verdicts.some(({ judgements }) => judgements.some(({ sessions }) => names.some((name) => sessions.has(name))));
}

/** Session values that are put in for anybody, by name, with the first route that does so. */
function openSessions(routes: readonly JudgedBound[]): ReadonlyMap<string, Opened> {
  const opened = new Map<string, Opened>();
  for (const { judgements, route } of routes.filter(({ opens }) => opens).flatMap(({ verdicts }) => verdicts))
    for (const { opens } of judgements) addOpened(opened, opens, route);
  return opened;
}

function addOpened(opened: Map<string, Opened>, opens: Judgement['opens'], route: Route): void {
  for (const [name, opening] of opens) {
    const known = opened.get(name);
    if (!known || isWiderThan(opening, known))
      opened.set(name, { by: `${route.methods.join(' or ')} ${route.path}`, ...opening });
  }
}
