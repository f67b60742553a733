import type { JudgedRoute } from '../analysis/judged-routes';
import type { Fix } from '../analysis/results';
import { indentationOf, lineStart, type FileText } from './file-text';

/** Declares a route public by a comment above its first decorator; the reason is for the person to write. */
export function markPublic(judged: JudgedRoute, open: (file: string) => FileText | undefined): Fix[] {
  if (judged.route.public) return [];
  const place = placeOf(judged);
  const source = open(place.file);
  const indentation = source && indentationOf(source, place.start);
  if (!source || indentation === undefined) return [];
  const start = lineStart(source, place.start);
  const newText = `${indentation}# api-key-guard: public TODO: say why${source.eol}`;
  return [
    {
      title: 'Mark as public…',
      kind: 'mark-public',
      safe: false,
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
