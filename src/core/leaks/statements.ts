/** Walks statements in order and keeps what each variable holds; branches are joined, loops run once. */
import type { Expression, Statement, TryStatement } from '../python/syntax';
import { childrenOf, expressionsOf } from '../python/syntax-children';
import type { Watched } from './flow';
import { boundNames, joined, replaceAll, type Variables } from './scope';
import { bind, isOfG, redact, watchedIn, type Frame, type Walk } from './values';

/** Called for functions that a body defines; they are walked once the body around them is known. */
export type Defined = (definition: Statement & { readonly kind: 'function' }, frame: Frame) => void;

/** Walks a block. */
export function walkBlock(body: readonly Statement[], frame: Frame, walk: Walk, defined: Defined): void {
  for (const statement of body) walkStatement(statement, frame, walk, defined);
}

function walkStatement(statement: Statement, frame: Frame, walk: Walk, defined: Defined): void {
  switch (statement.kind) {
    case 'function':
      for (const one of expressionsOf(statement)) watchedIn(one, frame, walk);
      defined(statement, frame);
      return;
    case 'class':
      walkBlock(statement.body, { ...frame, variables: new Map(frame.variables) }, walk, defined);
      return;
    case 'assign':
      if (statement.value) assign(statement.targets, statement.value, frame, walk);
      return;
    case 'augmented': {
      const added = watchedIn(statement.value, frame, walk);
      if (added) bind(boundNames(statement.target), added, frame);
      return;
    }
    case 'return':
      walkReturn(statement.value, frame, walk);
      return;
    case 'raise':
      walkRaise(statement.value, frame, walk);
      return;
    case 'try':
      walkTry(statement, frame, walk, defined);
      return;
    case 'for':
      walkFor(statement, frame, walk, defined);
      return;
    case 'if':
    case 'while':
      watchedIn(statement.test, frame, walk);
      walkBranches([statement.body, statement.otherwise], frame, walk, defined);
      return;
    case 'with':
      walkWith(statement, frame, walk, defined);
      return;
    case 'match':
      watchedIn(statement.subject, frame, walk);
      walkBranches([...statement.cases.map((one) => one.body), []], frame, walk, defined);
      return;
    case 'delete':
      for (const target of statement.targets) if (target.kind === 'subscript') redact(target.object, frame);
      return;
    default:
      for (const one of expressionsOf(statement)) watchedIn(one, frame, walk);
  }
}

function walkWith(
  { items, body }: Extract<Statement, { kind: 'with' }>,
  frame: Frame,
  walk: Walk,
  defined: Defined,
): void {
  for (const { context, target } of items) {
    watchedIn(context, frame, walk);
    if (target) bind(boundNames(target), undefined, frame);
  }
  walkBlock(body, frame, walk, defined);
}

function walkBranches(branches: readonly (readonly Statement[])[], frame: Frame, walk: Walk, defined: Defined): void {
  const before = new Map(frame.variables);
  let after: Variables | undefined;
  for (const branch of branches) {
    replaceAll(frame.variables, before);
    walkBlock(branch, frame, walk, defined);
    if (endsHere(branch)) continue;
    after = after ? joined(after, frame.variables) : new Map(frame.variables);
  }
  replaceAll(frame.variables, after ?? before);
}

function endsHere(branch: readonly Statement[]): boolean {
  const last = branch.at(-1)?.kind;
  return last === 'return' || last === 'raise' || last === 'continue' || last === 'break';
}

function assign(targets: readonly Expression[], value: Expression, frame: Frame, walk: Walk): void {
  const metBefore = walk.met;
  const watched = watchedIn(value, frame, walk);
  const held = watched ?? (isHarmless(value) || walk.met > metBefore ? null : undefined);
  for (const target of targets) {
    // In `a, b = key, other` each name has its own value.
    if (target.kind === 'collection' && value.kind === 'collection' && target.items.length === value.items.length) {
      target.items.forEach((one, index) => {
        bind(boundNames(one), heldBy(value.items[index], frame, walk), frame);
      });
      continue;
    }
    if (target.kind === 'subscript') redact(target.object, frame);
    if (target.kind === 'collection' && watched) {
      for (const one of boundNames(target)) bind([one], walk.question.isPart(one) ? watched : null, frame);
      continue;
    }
    const name = target.kind === 'name' ? target.id : target.kind === 'attribute' ? target.name : null;
    bind(boundNames(target), held ?? (name === null ? held : (walk.question.bound?.(name, value) ?? held)), frame);
    if (target.kind === 'attribute' && isOfG(target)) walk.shared.set(target.name, held ?? undefined);
    if (!watched) continue;
    const given = new Map([[value, watched]]);
    if (target.kind === 'subscript') walk.arrive({ kind: 'stored', container: target.object, value }, given);
    // What was told here is not told again where the name is used.
    if (name !== null && walk.arrive({ kind: 'named', name, value, function: frame.function }, given))
      bind(boundNames(target), null, frame);
  }
}

function heldBy(value: Expression | undefined, frame: Frame, walk: Walk): Watched | null | undefined {
  return value ? (watchedIn(value, frame, walk) ?? (isHarmless(value) ? null : undefined)) : undefined;
}

/** A literal or the outcome of a test, whatever the name says that holds it. */
function isHarmless(value: Expression): boolean {
  return value.kind === 'constant' || value.kind === 'compare' || value.kind === 'unary';
}

function walkReturn(value: Expression | null, frame: Frame, walk: Walk): void {
  const watched = watchedIn(value, frame, walk);
  if (!value || !watched || !frame.function) return;
  // What was told here is not told again where the function is called.
  if (!walk.arrive({ kind: 'return', value, function: frame.function }, new Map([[value, watched]])))
    frame.returned ??= watched;
}

function walkRaise(value: Expression | null, frame: Frame, walk: Walk): void {
  const metBefore = walk.met;
  watchedIn(value, frame, walk);
  if (value?.kind !== 'call' || walk.met === metBefore) return;
  for (const argument of value.arguments) {
    const watched = watchedIn(argument.value, frame, walk);
    if (!watched) continue;
    walk.arrive({ kind: 'raise', value }, new Map([[value, watched]]));
    frame.raised ??= {
      ...watched,
      steps: [...watched.steps, { start: value.start, end: value.end, says: 'it becomes the text of an exception' }],
    };
  }
}

function walkTry(statement: TryStatement, frame: Frame, walk: Walk, defined: Defined): void {
  const raisedBefore = frame.raised;
  frame.raised = undefined;
  walkBlock(statement.body, frame, walk, defined);
  const raised = frame.raised as Watched | undefined;
  frame.raised = raisedBefore ?? (statement.handlers.length === 0 ? raised : undefined);
  const after = new Map(frame.variables);
  let merged = after;
  for (const handler of statement.handlers) {
    replaceAll(frame.variables, after);
    if (handler.name !== null) bind([handler.name], raised, frame);
    walkBlock(handler.body, frame, walk, defined);
    if (!endsHere(handler.body)) merged = joined(merged, frame.variables);
  }
  replaceAll(frame.variables, merged);
  walkBlock(statement.otherwise, frame, walk, defined);
  walkBlock(statement.finally, frame, walk, defined);
}

function walkFor(statement: Statement & { readonly kind: 'for' }, frame: Frame, walk: Walk, defined: Defined): void {
  const iterated = watchedIn(statement.iterable, frame, walk);
  const names = boundNames(statement.target);
  // A loop that tests the field's name picks what it lets through.
  const isPicked =
    iterated?.isContainer === true && statement.body.some((one) => one.kind === 'if' && mentionsName(one.test, names));
  bind(names, isPicked ? null : iterated, frame);
  walkBranches([statement.body, []], frame, walk, defined);
  walkBlock(statement.otherwise, frame, walk, defined);
}

function mentionsName(node: Expression, names: readonly string[]): boolean {
  return (
    (node.kind === 'name' && names.includes(node.id)) || childrenOf(node).some((child) => mentionsName(child, names))
  );
}
