import type { ImportFromStatement, Statement } from '../../python/syntax';
import type { Frame, Machine } from '../machine';
import type { State } from '../paths/state';
import { bind, lookUp } from '../paths/variables';
import type { Value } from '../values/values';

/** `import a.b as c`: binds `c` to the module, or `a` to the package. */
export function importModules(
  machine: Machine,
  statement: Extract<Statement, { kind: 'import' }>,
  frame: Frame,
  state: State,
): void {
  const from = frame.scope.module.file;
  for (const { name, alias } of statement.modules) {
    const file = machine.modules.find(from, name, 0);
    if (file !== undefined) machine.modules.load(file);
    if (alias !== null) {
      bind(machine, alias, moduleOrExternal(file, name), frame, state);
      continue;
    }
    const [top = name] = name.split('.');
    bind(machine, top, moduleOrExternal(machine.modules.find(from, top, 0), top), frame, state);
  }
}

function moduleOrExternal(file: string | undefined, name: string): Value {
  return file === undefined ? { kind: 'external', name } : { kind: 'module', file };
}

/** `from .a import b as c`, also `*`; a name not there yet because of a circle is resolved when it is used. */
export function importFrom(machine: Machine, statement: ImportFromStatement, frame: Frame, state: State): void {
  const from = frame.scope.module.file;
  const file = machine.modules.find(from, statement.module, statement.level);
  const scope = file === undefined ? undefined : machine.modules.load(file);
  if (statement.names === null) {
    if (file === undefined && statement.level === 0) (frame.scope.starred ??= new Set()).add(statement.module);
    for (const [name, value] of scope?.names ?? []) if (!name.startsWith('_')) bind(machine, name, value, frame, state);
    return;
  }
  for (const { name, alias } of statement.names) {
    bind(machine, alias ?? name, importedValue(machine, statement, name, file, frame, state), frame, state);
  }
}

function importedValue(
  machine: Machine,
  statement: ImportFromStatement,
  name: string,
  file: string | undefined,
  frame: Frame,
  state: State,
): Value {
  const from = frame.scope.module.file;
  const qualified = statement.module === '' ? name : `${statement.module}.${name}`;
  const submodule = machine.modules.find(from, qualified, statement.level);
  const scope = file === undefined ? undefined : machine.modules.load(file);
  const found = scope && lookUp(machine, name, scope, state);
  if (found !== undefined) return found;
  if (submodule !== undefined && submodule !== file) {
    machine.modules.load(submodule);
    return { kind: 'module', file: submodule };
  }
  if (file !== undefined) return { kind: 'pending', file, name };
  const prefix = statement.level > 0 ? `${machine.modules.describe(from).name}:` : '';
  const external = { kind: 'external', name: prefix + qualified } as const;
  return machine.library.read(external, { location: { file: from, span: statement }, frame }, state) ?? external;
}
