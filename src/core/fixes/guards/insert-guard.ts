import type { FixRequest, ProposedFix } from '../fixer';
import { guardsFor, validatingGuards } from './guard-candidate';
import { guardPlace } from './guard-place';
import { referTo } from './guard-reference';
import { misplacedGuard } from './move-guard';

/** Guards a route by a guard of the project that validates. */
export function insertGuard({ project, route, settings, open }: FixRequest): ProposedFix[] {
  const place = route && guardPlace(project, route, open);
  if (!place) return [];
  const guards = guardsFor(route, validatingGuards(project, settings));
  // The guard is there, but above the route decorator: moving it is better than a second one.
  if (misplacedGuard(route, guards)) return [];
  const fixes: ProposedFix[] = [];
  for (const guard of guards) {
    const reference = referTo(project, place.source, guard, place.offset);
    const edits = reference && place.edits(reference.text);
    if (!reference || !edits) continue;
    fixes.push({
      title: `Guard with @${reference.text}`,
      edits: [...reference.edits, ...edits],
      ...(fixes.length === 0 ? {} : { safe: false }),
    });
  }
  return fixes;
}
