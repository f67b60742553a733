import type { Fix } from '../analysis/results';
import { decorations } from '../semantics/definitions';
import type { ClassDefinition, Decorator, FunctionDefinition } from '../python/syntax';
import { indentationOf, lineStart, nextLine, slice, type FileText } from './file-text';

/** Moves a decorator from above the route decorators to below the lowest of them, with its comment. */
export function moveGuard(
  source: FileText,
  definition: FunctionDefinition | ClassDefinition,
  misplaced: Decorator,
): Fix | undefined {
  const lowest = lowestRoute(definition, misplaced);
  if (indentationOf(source, misplaced.start) === undefined || misplaced.end > lowest) return undefined;
  const start = lineStart(source, misplaced.start);
  const end = nextLine(source, misplaced.end);
  const offset = lowest === definition.start ? lineStart(source, definition.start) : nextLine(source, lowest);
  const text = slice(source, misplaced);
  // A guard that stands below as well needs no third place.
  const isBelow = definition.decorators.some(
    (decorator) => decorator.start >= offset && slice(source, decorator) === text,
  );
  const removal = { file: source.file, span: { start, end }, newText: '' };
  const insertion = { file: source.file, span: { start: offset, end: offset }, newText: source.text.slice(start, end) };
  return {
    title: `Move ${text} below the route decorator`,
    kind: 'move-guard',
    safe: true,
    edits: isBelow ? [removal] : [removal, insertion],
  };
}

/** End of the lowest route decorator; without a known one, the start of `def` itself, which is below all. */
function lowestRoute(definition: FunctionDefinition | ClassDefinition, misplaced: Decorator): number {
  const routes = (decorations.get(definition) ?? []).filter(
    ({ by, decorator }) => by.kind === 'native' && by.name === 'flask.route' && decorator.start > misplaced.start,
  );
  return routes.length === 0 ? definition.start : Math.max(...routes.map(({ decorator }) => decorator.end));
}
