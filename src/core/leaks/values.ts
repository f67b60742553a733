/** What an expression hands on: the watched value in it, if it holds one. Each expression is looked at once, so sinks inside it are, too. */
import type { CallExpression, ComprehensionExpression, Expression, FunctionDefinition } from '../python/syntax';
import { nameOf, textOf } from '../secrets/credential-reads';
import { childrenOf } from '../python/syntax-children';
import type { Arrival, FlowQuestion, Watched } from './flow';
import { boundNames, type Variables } from './scope';

/** A function's body, or the module's, while it is walked. */
export interface Frame {
  readonly variables: Variables;
  /** Null at module level. */
  readonly function: FunctionDefinition | null;
  /** What the body returned, and what the text of a raised exception holds, as far as it was walked. */
  returned: Watched | undefined;
  raised: Watched | undefined;
}

/** What a call of a function of the module gives. */
export type Outcome = Pick<Frame, 'returned' | 'raised'>;

/** One walk over a module. */
export interface Walk {
  readonly question: FlowQuestion;
  /** How many watched values were met so far: tells whether an expression mentions one without holding it. */
  met: number;
  /** What `flask.g` holds by attribute: hooks put it there, views read it. */
  readonly shared: Variables;
  readonly arrive: (arrival: Arrival, watched: ReadonlyMap<Expression, Watched>) => boolean;
  /** Follows a call into a function of the module; undefined for all other calls. */
  readonly enter: (call: CallExpression, watched: ReadonlyMap<Expression, Watched>) => Outcome | undefined;
}

/** The watched value that an expression evaluates to or holds. */
export function watchedIn(node: Expression | null | undefined, frame: Frame, walk: Walk): Watched | undefined {
  if (!node) return undefined;
  const found = evaluate(node, frame, walk);
  if (found) walk.met++;
  return found;
}

function evaluate(node: Expression, frame: Frame, walk: Walk): Watched | undefined {
  switch (node.kind) {
    case 'name': {
      const known = frame.variables.get(node.id);
      return known === undefined ? (walk.question.source(node) ?? undefined) : (known ?? undefined);
    }
    case 'constant':
    case 'unknown':
      return undefined;
    case 'attribute': {
      const shared = isOfG(node) ? walk.shared.get(node.name) : undefined;
      if (shared !== undefined) return shared ?? undefined;
      const object = watchedIn(node.object, frame, walk);
      const own = walk.question.source(node);
      if (own?.isContainer && isShadowed(node.object, frame)) return undefined;
      return own && object && !object.isContainer ? object : (own ?? undefined);
    }
    case 'subscript':
      return evaluateSubscript(node, frame, walk);
    case 'call':
      return evaluateCall(node, frame, walk);
    case 'dict':
      return evaluateDict(node, frame, walk);
    case 'boolean': {
      const left = watchedIn(node.left, frame, walk);
      const right = watchedIn(node.right, frame, walk);
      // `key and "set"` is never the key.
      return node.operator === 'or' ? (left ?? right) : right;
    }
    case 'conditional':
      watchedIn(node.test, frame, walk);
      return firstOf([watchedIn(node.whenTrue, frame, walk), watchedIn(node.whenFalse, frame, walk)]);
    case 'walrus': {
      const value = watchedIn(node.value, frame, walk);
      bind([node.name], value, frame);
      return value;
    }
    case 'comprehension':
      return evaluateComprehension(node, frame, walk);
    case 'lambda':
      watchedIn(node.body, { ...frame, variables: new Map(frame.variables) }, walk);
      return undefined;
    case 'compare':
    case 'unary':
      for (const child of childrenOf(node)) watchedIn(child, frame, walk);
      return undefined;
    default:
      return firstOf(childrenOf(node).map((child) => watchedIn(child, frame, walk)));
  }
}

/** `g.api_key`, `flask.g.api_key`. https://flask.palletsprojects.com/en/stable/api/#flask.g */
export function isOfG(node: Expression): boolean {
  return (
    node.kind === 'attribute' &&
    (node.object.kind === 'name' || node.object.kind === 'attribute') &&
    nameOf(node.object) === 'g'
  );
}

/** `request = session.get(url)` hides Flask's. */
function isShadowed(object: Expression, frame: Frame): boolean {
  return object.kind === 'name' && object.id === 'request' && frame.variables.has(object.id);
}

function firstOf(found: readonly (Watched | undefined)[]): Watched | undefined {
  return found.find((one) => one !== undefined);
}

/** Notes what names hold from here on: a watched value, something that is known to be harmless (null), or nothing known. */
export function bind(names: readonly string[], value: Watched | null | undefined, frame: Frame): void {
  for (const name of names) {
    frame.variables.set(name, value);
  }
}

/** A copy of the headers that something was taken out of, or written over, shows what it is meant to show. */
export function redact(container: Expression, frame: Frame): void {
  if (container.kind === 'name' && frame.variables.get(container.id)?.isContainer)
    frame.variables.set(container.id, null);
}

function evaluateSubscript(
  node: Expression & { readonly kind: 'subscript' },
  frame: Frame,
  walk: Walk,
): Watched | undefined {
  const object = watchedIn(node.object, frame, walk);
  watchedIn(node.index, frame, walk);
  if (object?.isContainer) return at(walk.question.field(object, fieldName(node.index)), node);
  const entry = textOf(node.index);
  if (entry !== null && !walk.question.isEntry(entry)) return undefined;
  const own = walk.question.source(node);
  return own === null ? undefined : (own ?? object);
}

/** The field that is asked for: a literal, or the name of the constant that holds it. */
function fieldName(index: Expression | undefined): string | null {
  if (index?.kind === 'name') return index.id;
  return index?.kind === 'attribute' ? index.name : textOf(index);
}

function at(watched: Watched | null, place: Expression): Watched | undefined {
  return watched
    ? { ...watched, steps: [{ start: place.start, end: place.end, says: `${watched.says} is read` }] }
    : undefined;
}

function evaluateDict(node: Expression & { readonly kind: 'dict' }, frame: Frame, walk: Walk): Watched | undefined {
  const found: (Watched | undefined)[] = [];
  for (const { key, value } of node.entries) {
    watchedIn(key, frame, walk);
    const watched = watchedIn(value, frame, walk);
    const name = textOf(key ?? undefined);
    if (name !== null && watched)
      walk.arrive({ kind: 'named', name, value, function: frame.function }, new Map([[value, watched]]));
    found.push(watched);
  }
  return firstOf(found);
}

const readsOfFields = /^(?:get|getlist|get_all|pop|__getitem__)$/;
const wholeReads = /^(?:items|values|copy|to_dict|to_wsgi_list|lists|get_namespace)$/;

function evaluateCall(call: CallExpression, frame: Frame, walk: Walk): Watched | undefined {
  const { callee } = call;
  const receiver =
    callee.kind === 'attribute'
      ? watchedIn(callee.object, frame, walk)
      : callee.kind === 'name'
        ? undefined
        : watchedIn(callee, frame, walk);
  const watched = new Map<Expression, Watched>();
  for (const { name, value } of call.arguments) {
    const found = watchedIn(value, frame, walk);
    if (!found) continue;
    watched.set(value, found);
    if (name !== null) walk.arrive({ kind: 'named', name, value, function: frame.function }, new Map([[value, found]]));
  }
  // What went out at a sink is answered for; its result is not the value.
  if (walk.arrive({ kind: 'call', call }, watched)) return undefined;
  if (callee.kind === 'attribute' && receiver?.isContainer) {
    if (callee.name === 'pop' || callee.name === 'update') redact(callee.object, frame);
    if (readsOfFields.test(callee.name))
      return at(walk.question.field(receiver, fieldName(call.arguments[0]?.value)), call);
    return wholeReads.test(callee.name) ? receiver : undefined;
  }
  const own = walk.question.source(call);
  if (own !== undefined) return own ?? undefined;
  const outcome = walk.enter(call, watched);
  if (outcome) {
    frame.raised ??= outcome.raised;
    return outcome.returned;
  }
  const carried = walk.question.carries(call);
  if (carried === null) return undefined;
  return carried === 'object' ? receiver : firstOf([...watched.values()]);
}

function evaluateComprehension(node: ComprehensionExpression, frame: Frame, walk: Walk): Watched | undefined {
  const inner: Frame = { ...frame, variables: new Map(frame.variables) };
  let isFiltered = false;
  for (const clause of node.clauses) {
    const iterated = watchedIn(clause.iterable, inner, walk);
    isFiltered ||= clause.conditions.length > 0;
    for (const condition of clause.conditions) watchedIn(condition, inner, walk);
    bind(boundNames(clause.target), iterated, inner);
  }
  const parts = [node.element, node.value];
  const found = firstOf(parts.map((part) => watchedIn(part, inner, walk)));
  // `{k: v for k, v in request.headers.items() if …}` or `"***" if … else v` leaves out what must not be seen.
  return isFiltered || parts.some((part) => part?.kind === 'conditional') ? undefined : found;
}
