import type { JudgedRoute } from '../../guards/judged-routes';
import { decorations } from '../../semantics/statements/definitions';
import type { ClassDefinition, Decorator, FunctionDefinition } from '../../python/syntax';
import { indentationOf, lineStart, nextLine, slice, type FileText } from '../edits/file-text';
import type { FixRequest, ProposedFix } from '../fixer';
import { validatingGuards, type GuardCandidate } from './guard-candidate';
import { definitionWithDecorator } from '../edits/syntax-walk';

/** Moves a guard from above the route decorator to below it: the one that the finding points at, or one of the finding's route. */
export function moveGuard(request: FixRequest): ProposedFix[] {
  const { project, route, settings, open } = request;
  const pointedAt = decoratorAtFinding(request);
  if (pointedAt) return below(request.source, pointedAt.definition, pointedAt.decorator);
  const misplaced = route && misplacedGuard(route, validatingGuards(project, settings));
  const source = misplaced && open(misplaced.file);
  return source ? below(source, misplaced.definition, misplaced.decorator) : [];
}

interface MisplacedGuard {
  readonly file: string;
  readonly definition: FunctionDefinition;
  readonly decorator: Decorator;
}

/** One of these guards, where it stands above a route's decorator. */
export function misplacedGuard(judged: JudgedRoute, guards: readonly GuardCandidate[]): MisplacedGuard | undefined {
  const { original } = judged.bound;
  if (original?.definition.kind !== 'function') return undefined;
  const applied = decorations.get(original.definition) ?? [];
  const route = applied.findLastIndex(({ by }) => by.kind === 'native' && by.name === 'flask.route');
  const above =
    route < 0 ? undefined : applied.slice(route + 1).find(({ by }) => guards.some((guard) => guard.by === by));
  return above && { file: original.scope.module.file, definition: original.definition, decorator: above.decorator };
}

function decoratorAtFinding({ finding, syntax }: FixRequest) {
  const definition = syntax && definitionWithDecorator(syntax, finding.span.start);
  const decorator = definition?.decorators.find((one) => one.start === finding.span.start);
  return definition && decorator ? { definition, decorator } : undefined;
}

/** Puts a decorator below the lowest route decorator, with its comment. */
function below(
  source: FileText,
  definition: FunctionDefinition | ClassDefinition,
  misplaced: Decorator,
): ProposedFix[] {
  const lowest = lowestRoute(definition, misplaced);
  if (indentationOf(source, misplaced.start) === undefined || misplaced.end > lowest) return [];
  const start = lineStart(source, misplaced.start);
  const end = nextLine(source, misplaced.end);
  const offset = lowest === definition.start ? lineStart(source, definition.start) : nextLine(source, lowest);
  const text = slice(source, misplaced.expression);
  // A guard that stands below as well needs no third place.
  const isBelow = definition.decorators.some(
    (decorator) => decorator.start >= offset && slice(source, decorator.expression) === text,
  );
  const removal = { file: source.file, span: { start, end }, newText: '' };
  const insertion = { file: source.file, span: { start: offset, end: offset }, newText: source.text.slice(start, end) };
  return [{ title: `Move @${text} below the route decorator`, edits: isBelow ? [removal] : [removal, insertion] }];
}

/** End of the lowest route decorator; without a known one, the start of `def` itself, which is below all. */
function lowestRoute(definition: FunctionDefinition | ClassDefinition, misplaced: Decorator): number {
  const routes = (decorations.get(definition) ?? []).filter(
    ({ by, decorator }) => by.kind === 'native' && by.name === 'flask.route' && decorator.start > misplaced.start,
  );
  return routes.length === 0 ? definition.start : Math.max(...routes.map(({ decorator }) => decorator.end));
}
