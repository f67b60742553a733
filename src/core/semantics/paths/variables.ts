import type { Frame, Machine } from '../machine';
import { askedOfPaths, type State } from './state';
import { choice, opaque, type Scope, type Value } from '../values/values';

/** Key of a path's own write to a variable or attribute of the object with this id. */
export function writeKey(id: number | string, name: string): string {
  return `${String(id)}.${name}`;
}

/** Value of a name as Python finds it: local, enclosing functions (not classes), module. */
export function lookUp(machine: Machine, name: string, scope: Scope, state: State): Value | undefined {
  let current: Scope | null = scope.globals.has(name) ? moduleScope(scope) : scope;
  let isFirst = true;
  while (current !== null) {
    if (isFirst || !current.isClass) {
      // Most names were bound once, when the module was loaded.
      const written =
        current.boundOnPaths.has(name) || askedOfPaths.writes.keys !== null
          ? state.writes?.get(writeKey(current.id, name))
          : undefined;
      const known = current.names.get(name);
      const value = written ?? (known && orFormer(known, writeKey(current.id, name), state));
      if (value !== undefined) return value.kind === 'pending' ? resolvePending(machine, value, state) : value;
    }
    isFirst = false;
    current = current.parent;
  }
  return undefined;
}

/** A value that stands since before the request, or what a former request wrote over it. */
export function orFormer(value: Value, key: string, state: State): Value {
  if (!state.isKept(key)) return value;
  return choice([value, { ...opaque(`${key} before`, 'what a former request left'), isOfFormerRequest: true }]);
}

/** The value behind an import that could not be resolved while modules were loading in a circle. */
export function resolvePending(machine: Machine, value: Extract<Value, { kind: 'pending' }>, state: State): Value {
  const key = `${value.file}:${value.name}`;
  const external: Value = { kind: 'external', name: `${machine.modules.describe(value.file).name}.${value.name}` };
  // Two modules may each import the name from the other; nobody defines it then.
  if (resolving.has(key)) return external;
  resolving.add(key);
  try {
    return findImported(machine, value, state) ?? external;
  } finally {
    resolving.delete(key);
  }
}

const resolving = new Set<string>();

function findImported(machine: Machine, value: Extract<Value, { kind: 'pending' }>, state: State): Value | undefined {
  const scope = machine.modules.load(value.file);
  return scope && lookUp(machine, value.name, scope, state);
}

/** Outermost scope of a chain. */
export function moduleScope(scope: Scope): Scope {
  let current = scope;
  while (current.parent !== null) current = current.parent;
  return current;
}

/** Binds a name where Python would: `global` and `nonlocal` are obeyed. */
export function bind(_machine: Machine, name: string, value: Value, frame: Frame, state: State): void {
  const scope = owningScope(name, frame.scope);
  if (state.writes !== null) {
    state.writes.set(writeKey(scope.id, name), value);
    scope.boundOnPaths.add(name);
    return;
  }
  const known = frame.joinDepth > 0 ? scope.names.get(name) : undefined;
  scope.names.set(name, known === undefined ? value : choice([known, value]));
}

function owningScope(name: string, scope: Scope): Scope {
  if (scope.globals.has(name)) return moduleScope(scope);
  if (!scope.nonlocals.has(name)) return scope;
  let current = scope.parent;
  while (current !== null) {
    if (!current.isClass && (current.names.has(name) || current.boundOnPaths.has(name))) return current;
    current = current.parent;
  }
  return scope;
}
