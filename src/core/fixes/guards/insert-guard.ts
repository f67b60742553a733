import type { JudgedRoute } from '../../guards/judged-routes';
import { letsIn } from '../../rules/route-checks';
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
      ...(fixes.length > 0 || guard.demand === 'session' || isToBeAsked(route) ? { safe: false } : {}),
    });
  }
  return fixes;
}

/** Ways in, and what is asked by those who hold no key: probes, providers' callbacks, browsers for the page's parts. */
const openByNature =
  /(?:^|[/_.-])(?:register|sign_?up|log_?out|(?:forgot|reset|lost)[\w-]*|password[_-](?:reset|reminder)[\w-]*|health\w*|ping|ready|readiness|live|liveness|robots|favicon|static|assets|swagger\w*|openapi|callback|webhooks?|oauth2?|\.well-known)(?:[/_.-]|$)/i;

/**
 * Whether only the author knows if a key shall be asked for: nobody could log in who needs a key for it, and what skips a
 * check may be meant to. Where the guard asks for a session, that goes for every page.
 */
function isToBeAsked(judged: JudgedRoute): boolean {
  const { path, handler } = judged.route;
  return judged.judgement.verdict === 'conditional' || letsIn(judged) || openByNature.test(`${path}.${handler}`);
}
