import type { JudgedRoute } from '../../guards/judged-routes';
import { decorations, type Decoration } from '../../semantics/statements/definitions';
import type { ClassDefinition, Decorator, FunctionDefinition } from '../../python/syntax';
import { indentationOf, lineStart, nextLine, slice, type FileText } from '../edits/file-text';
import type { FixRequest, ProposedFix } from '../fixer';
import { validatingGuards, type GuardCandidate } from './guard-candidate';
import { lowestRoute, storesAnswers } from './stored-answers';
import { definitionWithDecorator } from '../edits/syntax-walk';

/** Moves a guard to right below the route decorator: the one that the finding points at, or one of the finding's route. */
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

/** One of these guards, where it stands above a route's decorator or below one that answers without it, such as a cache. */
export function misplacedGuard(judged: JudgedRoute, guards: readonly GuardCandidate[]): MisplacedGuard | undefined {
  const { original } = judged.bound;
  if (original?.definition.kind !== 'function') return undefined;
  const applied = decorations.get(original.definition) ?? [];
  const route = applied.findLastIndex(({ by }) => by.kind === 'native' && by.name === 'flask.route');
  const isGuard = ({ by }: Decoration): boolean => guards.some((guard) => guard.by === by);
  const isOpen = judged.judgement.verdict !== 'protected';
  const isBehindAnswer = (at: number): boolean =>
    applied.slice(at + 1, route).some((one) => storesAnswers(one) || (isOpen && one.by.kind === 'function'));
  const misplaced =
    route < 0 ? undefined : applied.find((one, at) => isGuard(one) && (at > route || isBehindAnswer(at)));
  return (
    misplaced && { file: original.scope.module.file, definition: original.definition, decorator: misplaced.decorator }
  );
}

function decoratorAtFinding({ finding, syntax }: FixRequest) {
  const definition = syntax && definitionWithDecorator(syntax, finding.span.start);
  const decorator = definition?.decorators.find((one) => one.start === finding.span.start);
  return definition && decorator ? { definition, decorator } : undefined;
}

/** Puts a decorator right below the lowest route decorator, with its comment. */
function below(
  source: FileText,
  definition: FunctionDefinition | ClassDefinition,
  misplaced: Decorator,
): ProposedFix[] {
  const lowest = lowestRoute(definition);
  if (indentationOf(source, misplaced.start) === undefined) return [];
  const start = lineStart(source, misplaced.start);
  const end = nextLine(source, misplaced.end);
  const offset = lowest === definition.start ? lineStart(source, definition.start) : nextLine(source, lowest);
  const text = slice(source, misplaced.expression);
  // A guard that stands below as well needs no third place.
  const isBelow = definition.decorators.some(
    (decorator) => decorator !== misplaced && decorator.start >= offset && slice(source, decorator.expression) === text,
  );
  const removal = { file: source.file, span: { start, end }, newText: '' };
  const insertion = { file: source.file, span: { start: offset, end: offset }, newText: source.text.slice(start, end) };
  return [{ title: `Move @${text} below the route decorator`, edits: isBelow ? [removal] : [removal, insertion] }];
}
