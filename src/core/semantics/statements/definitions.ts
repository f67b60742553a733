import { lastName } from '../../python/last-name';
import type { ClassDefinition, Decorator, FunctionDefinition, Parameter } from '../../python/syntax';
import { findMember } from '../calls/classes';
import { childScope, locate, type Completion, type Frame, type Machine, type Outcome, type Site } from '../machine';
import type { State } from '../paths/state';
import { bind } from '../paths/variables';
import {
  functionValue,
  freshId,
  none,
  opaque,
  type ClassValue,
  type FunctionValue,
  type Value,
} from '../values/values';
import { positional } from '../values/call-arguments';

/** One decorator as it was applied: what went in and what came out. */
export interface Decoration {
  readonly decorator: Decorator;
  readonly by: Value;
  readonly before: Value;
  readonly after: Value;
}

/** Decorations of each definition, innermost first, as last evaluated; and the definition behind a decorated value. */
export const decorations = new WeakMap<FunctionDefinition | ClassDefinition, readonly Decoration[]>();
const originals = new WeakMap<Value, FunctionValue | ClassValue>();

/** The function or class that a decorator was given to make this value. */
export function originalOf(value: Value): FunctionValue | ClassValue | undefined {
  if (value.kind === 'bound') return originalOf(value.function);
  if (value.kind === 'native' && value.name === 'flask.class_view' && value.data[0]?.kind === 'class')
    return value.data[0];
  return originals.get(value) ?? (value.kind === 'function' || value.kind === 'class' ? value : undefined);
}

/** Notes that a value stands for a function or class, e.g. what `as_view` gives. */
export function setOriginal(value: Value, original: FunctionValue | ClassValue): void {
  originals.set(value, original);
}

/** `def`: evaluates defaults, applies decorators from the innermost out, binds the name. */
export function defineFunction(
  machine: Machine,
  definition: FunctionDefinition,
  frame: Frame,
  state: State,
): Completion[] {
  const decoratorNames = definition.decorators.map((decorator) => lastName(decorator.expression));
  const created: FunctionValue = {
    ...functionValue(definition, frame.scope),
    binding: decoratorNames.includes('staticmethod')
      ? 'static'
      : decoratorNames.includes('classmethod')
        ? 'class'
        : decoratorNames.some((name) => name === 'property' || name === 'cached_property')
          ? 'property'
          : 'plain',
    fallbacks: evaluateFallbacks(machine, definition.parameters, frame, state),
  };
  // The name is bound first, so that a decorator which registers the view can be evaluated in a circle of imports.
  const result = decorate(machine, definition, created, frame, state);
  bind(machine, definition.name, result, frame, state);
  return [{ state, kind: 'next', value: none }];
}

function evaluateFallbacks(
  machine: Machine,
  parameters: readonly Parameter[],
  frame: Frame,
  state: State,
): ReadonlyMap<string, Value> {
  const fallbacks = new Map<string, Value>();
  for (const parameter of parameters) {
    if (parameter.fallback)
      fallbacks.set(parameter.name, machine.evaluate(parameter.fallback, frame, state)[0]?.value ?? none);
  }
  return fallbacks;
}

const transparent = new Set([
  'staticmethod',
  'classmethod',
  'property',
  'cached_property',
  'setter',
  'abstractmethod',
  'overload',
  'contextmanager',
]);

function decorate(
  machine: Machine,
  definition: FunctionDefinition | ClassDefinition,
  created: FunctionValue | ClassValue,
  frame: Frame,
  state: State,
): Value {
  let current: Value = created;
  const applied: Decoration[] = [];
  for (const decorator of [...definition.decorators].reverse()) {
    if (transparent.has(lastName(decorator.expression))) continue;
    const site: Site = { location: locate(frame, decorator.expression), frame };
    const by = machine.evaluate(decorator.expression, frame, state)[0]?.value ?? opaque('decorator');
    const outcome: Outcome | undefined = machine
      .call(by, positional(current), site, state)
      .find((candidate) => !candidate.raised);
    const after: Value = outcome?.value ?? current;
    applied.push({ decorator, by, before: current, after });
    if (after !== current && after.kind !== 'constant' && !originals.has(after)) originals.set(after, created);
    // A decorator that gives nothing readable still gives something callable in its place.
    current = after;
  }
  if (applied.length > 0) decorations.set(definition, applied);
  return current;
}

/** `class`: runs the body in a scope of its own; its names become the members. */
export function defineClass(machine: Machine, definition: ClassDefinition, frame: Frame, state: State): Completion[] {
  const site: Site = { location: locate(frame, definition.nameSpan), frame };
  const bases = definition.bases
    .filter((base) => base.name === null)
    .map((base) => machine.evaluate(base.value, frame, state)[0]?.value ?? none);
  const scope = childScope(frame.scope, freshId(), true);
  // Members are written to the class itself, also while routes are judged: classes are rarely made on a path.
  const created: ClassValue = { kind: 'class', id: freshId(), definition, scope, bases, members: scope.names };
  const inner: Frame = { ...frame, scope, returned: [], yielded: [] };
  machine.execute(definition.body, inner, state);
  for (const member of scope.names.values()) {
    const original = originalOf(member);
    if (original?.kind === 'function' && original.owner === null) original.owner = created;
    if (member.kind === 'function' && member.owner === null) member.owner = created;
  }
  tellBases(machine, created, frame, site, state);
  const result = decorate(machine, definition, created, frame, state);
  bind(machine, definition.name, result, frame, state);
  machine.library.classDefined(created, site);
  return [{ state, kind: 'next', value: none }];
}

/** https://docs.python.org/3/reference/datamodel.html#object.__init_subclass__ */
function tellBases(machine: Machine, created: ClassValue, frame: Frame, site: Site, state: State): void {
  const told = findMember(created, '__init_subclass__', created)?.member;
  if (told?.kind !== 'function') return;
  const named = created.definition.bases.filter(({ name }) => name !== null && name !== 'metaclass');
  const keyword = new Map(
    named.map(({ name, value }) => [name ?? '', machine.evaluate(value, frame, state)[0]?.value ?? none] as const),
  );
  machine.call(told, { ...positional(created), keyword }, site, state);
}
