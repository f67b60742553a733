import type { JudgedRoute } from '../guards/judged-routes';
import { indentationOf, lineStart } from './edits/file-text';
import type { FixRequest, ProposedFix } from './fixer';

/** Declares a route public by a comment above its first decorator; the reason is for the person to write. */
export function markPublic({ finding, route, open }: FixRequest): ProposedFix[] {
  // A finding at a shared check is about several routes: marking one of them would not answer it.
  const isAtRoute =
    route?.route.location.file === finding.file && route.route.location.span.start === finding.span.start;
  if (!route || !isAtRoute || route.route.public) return [];
  const place = placeOf(route);
  const source = open(place.file);
  const indentation = source && indentationOf(source, place.start);
  if (!source || indentation === undefined) return [];
  const start = lineStart(source, place.start);
  const newText = `${indentation}# api-key-guard: public TODO: say why${source.eol}`;
  return [
    {
      title: 'Mark as public…',
      edits: [{ file: source.file, span: { start, end: start }, newText }],
    },
  ];
}

/** A method of a class has no line of its own to declare: it is marked where the route is. */
function placeOf(judged: JudgedRoute): { file: string; start: number } {
  const { original, registration } = judged.bound;
  const { location } = judged.route;
  if (original?.kind === 'function' && original.definition.kind === 'function')
    return { file: original.scope.module.file, start: original.definition.whole.start };
  if (original?.kind !== 'class') return { file: registration.location.file, start: registration.location.span.start };
  const method = original.definition.body.find(
    (statement) => statement.kind === 'function' && statement.nameSpan.start === location.span.start,
  );
  if (method?.kind === 'function' && method.decorators.length === 0)
    return { file: location.file, start: method.start };
  return { file: original.scope.module.file, start: original.definition.whole.start };
}
