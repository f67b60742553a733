import { isDisjoint } from '../semantics/disjoint';
import type { Project } from '../flask/project';
import type { BoundRoute } from '../flask/routes';
import type { Judgement } from '../guards/judge';
import { judgeBoundRoute, type JudgedRoute } from './judged-routes';

/**
 * Keeps verdicts over edits. Most key presses fall into the body of a function that no module runs while it is imported:
 * what is registered stays the same then, and only routes whose judging met that function are judged again.
 */
export class VerdictCache {
  private readonly verdicts = new Map<BoundRoute, readonly JudgedRoute[]>();

  /** Verdicts of all routes of a project that was evaluated afresh. */
  judgeAll(project: Project): readonly JudgedRoute[] {
    this.verdicts.clear();
    const judged = project.routes.map((bound) => [bound, judgeBoundRoute(project, bound)] as const);
    for (const [bound, routes] of dedupe(judged)) this.verdicts.set(bound, routes);
    return this.all();
  }

  /** Verdicts after edits of the bodies of these functions; those of routes that have nothing to do with them are the same objects. */
  judgeAgain(project: Project, edited: Judgement['touched']): readonly JudgedRoute[] {
    for (const [bound, known] of this.verdicts)
      if (known.some(({ judgement }) => !isDisjoint(judgement.touched, edited)))
        this.verdicts.set(bound, judgeBoundRoute(project, bound));
    return this.all();
  }

  private all(): readonly JudgedRoute[] {
    return [...this.verdicts.values()].flat();
  }
}

/** Two runs of a factory, or an app imported in two ways, give the same route twice. */
function dedupe(judged: readonly (readonly [BoundRoute, readonly JudgedRoute[]])[]): typeof judged {
  const seen = new Set<string>();
  return judged.filter(([bound, [first]]) => {
    if (!first) return false;
    const { location, endpoint, app } = first.route;
    const key = [location.file, location.span.start, bound.path, bound.methods.join(), endpoint, app].join('|');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
