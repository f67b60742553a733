import type { JudgedRoute } from '../analysis/judged-routes';
import type { Fix } from '../analysis/results';
import { decorations } from '../semantics/definitions';
import type { FixRequest } from './compute-fixes';
import { createGuard } from './create-guard';
import type { FileText } from './file-text';
import { validatingGuards, type GuardCandidate } from './guard-candidate';
import { guardPlace } from './guard-place';
import { referTo } from './guard-reference';
import { moveGuard } from './move-guard';

/** Guards a route: by a guard of the project that validates, or, where there is none, by a new one. */
export function insertGuard(
  request: FixRequest,
  judged: JudgedRoute,
  open: (file: string) => FileText | undefined,
): Fix[] {
  const { project, settings } = request;
  const place = guardPlace(project, judged, open);
  if (!place) return [];
  const guards = validatingGuards(project, settings);
  const misplaced = moveExisting(judged, guards, open);
  if (misplaced) return [misplaced];
  const fixes: Fix[] = [];
  for (const guard of guards) {
    const reference = referTo(project, place.source, guard, place.offset);
    const edits = reference && place.edits(reference.text);
    if (!reference || !edits) continue;
    fixes.push({
      title: `Guard with @${reference.text}`,
      kind: 'insert-guard',
      safe: fixes.length === 0,
      edits: [...reference.edits, ...edits],
    });
  }
  return guards.length > 0 ? fixes : createGuard(request, place);
}

/** The guard is there, but above the route decorator: moving it is better than a second one. */
function moveExisting(
  judged: JudgedRoute,
  guards: readonly GuardCandidate[],
  open: (file: string) => FileText | undefined,
): Fix | undefined {
  const { original } = judged.bound;
  if (original?.definition.kind !== 'function') return undefined;
  const applied = decorations.get(original.definition) ?? [];
  const route = applied.findLastIndex(({ by }) => by.kind === 'native' && by.name === 'flask.route');
  const above =
    route < 0 ? undefined : applied.slice(route + 1).find(({ by }) => guards.some((guard) => guard.by === by));
  const source = open(original.scope.module.file);
  return above && source && moveGuard(source, original.definition, above.decorator);
}
