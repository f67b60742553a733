import type { JudgedRoute } from '../../guards/judged-routes';
import { letsIn } from '../../rules/route-checks';
import type { FixRequest, ProposedFix } from '../fixer';
import { guardsFor, validatingGuards } from './guard-candidate';
import { guardPlace } from './guard-place';
import { referTo } from './guard-reference';
import { misplacedGuard } from './move-guard';

/**
 * Guards a route by a guard of the project that validates. Not without asking where a session is demanded, for some pages
 * are for everybody and only their author knows which, nor on the way in, which nobody could take any more.
 */
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
      ...(fixes.length > 0 || guard.demand === 'session' || isForEverybody(route) ? { safe: false } : {}),
    });
  }
  return fixes;
}

/** Ways in, and what machines ask that hold no key: probes, callbacks of providers. */
const openByNature =
  /(?:^|[/_.-])(?:register|sign_?up|log_?out|(?:forgot|reset|lost)[\w-]*|password[_-](?:reset|reminder)[\w-]*|health\w*|ping|ready|readiness|live|liveness|robots|favicon|callback|webhooks?|oauth2?|\.well-known)(?:[/_.-]|$)/i;

function isForEverybody(judged: JudgedRoute): boolean {
  return letsIn(judged) || openByNature.test(`${judged.route.path}.${judged.route.handler}`);
}
