/** Functions whose body does not run when they are called: generators, coroutines, context managers. */
import type { FunctionDefinition } from '../../python/syntax';
import { lastName } from '../../python/last-name';
import type { Frame, Site } from '../machine';
import { sequence, type CallArguments, type FunctionValue, type Value } from '../values/values';
import { memoByObject } from '../../text/memo-by-object';
import { ownCodeHas } from '../../python/own-code';

/** What a call gives whose body runs only when it is awaited or gone through. */
export function calledLater(name: string, body: Value, given: CallArguments, { location }: Site): Value {
  return { kind: 'native', name, data: [body], location, arguments: given };
}

const startedTwins = new WeakSet<FunctionValue['definition']>();

/** Whether it is a generator whose body runs. */
export function isStarted({ definition }: FunctionValue): boolean {
  return startedTwins.has(definition);
}

/** Calling a function with `yield` runs none of its code; `with` and `for` start it. */
export function isGenerator(callee: FunctionValue): boolean {
  return !isStarted(callee) && callee.definition.kind === 'function' && hasYield(callee.definition.body);
}

/** By body, for an edit replaces it. */
const hasYield = memoByObject((body: FunctionDefinition['body']) => ownCodeHas(body, ({ kind }) => kind === 'yield'));

/** What `@contextmanager` makes is entered later, also where it is called before any request. */
export function isContextManager({ definition }: FunctionValue): boolean {
  return (
    definition.kind === 'function' &&
    definition.decorators.some(({ expression }) => /^(?:async)?contextmanager$/.test(lastName(expression)))
  );
}

/** The same function as one whose body runs when called. */
export function asStarted(callee: FunctionValue): FunctionValue {
  if (callee.definition.kind !== 'function') return callee;
  const twin = twinOf(callee.definition, {});
  startedTwins.add(twin);
  syncOriginals.set(twin, writtenDefinition(callee.definition));
  return { ...callee, definition: twin };
}

/** The same definition with some properties changed. The others are read through, so that they follow edits. */
function twinOf(definition: FunctionDefinition, other: Partial<FunctionDefinition>): FunctionDefinition {
  return Object.assign(Object.create(definition) as FunctionDefinition, other);
}

const syncTwins = new WeakMap<FunctionValue['definition'], FunctionValue['definition']>();

/** An `async def` as a function that runs when called: Flask awaits views and hooks itself (`ensure_sync`). */
export function asSync(callee: FunctionValue): FunctionValue {
  if (callee.definition.kind !== 'function' || !callee.definition.isAsync) return callee;
  const twin = syncTwins.get(callee.definition) ?? twinOf(callee.definition, { isAsync: false });
  syncTwins.set(callee.definition, twin);
  syncOriginals.set(twin, callee.definition);
  return { ...callee, definition: twin };
}

const syncOriginals = new WeakMap<FunctionValue['definition'], FunctionValue['definition']>();

/** The definition as it stands in the file. */
export function writtenDefinition(definition: FunctionValue['definition']): FunctionValue['definition'] {
  return syncOriginals.get(definition) ?? definition;
}

/** What a generator gives; under conditions it may give fewer. */
export function yieldedBy({ yielded, function: callee }: Frame): Value {
  const isConditional =
    callee !== null && ownCodeHas(callee.definition.body, ({ kind }) => /^(?:if|try|while|conditional)$/.test(kind));
  return sequence('list', yielded, isConditional);
}
