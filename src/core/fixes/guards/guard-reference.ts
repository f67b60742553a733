import type { TextEdit } from '../../results/results';
import type { Project } from '../../flask/project';
import type { ModuleSyntax, Statement } from '../../python/syntax';
import { isSameValue, type Value } from '../../semantics/values/values';
import type { FileText } from '../edits/file-text';
import type { GuardCandidate } from './guard-candidate';
import { importEdit } from '../edits/import-edit';
import { importPath } from '../edits/import-path';
import { reachesBack } from './import-circle';
import { namesBoundBy, startOf } from '../../python/statements';
import { topLevelAt } from '../edits/syntax-walk';

/** How a file can name a guard, and the import that this needs. */
export interface GuardReference {
  /** The decorator without `@`. */
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/** Names a guard at an offset of a file; undefined where it is not defined yet or an import would go round in a circle. */
export function referTo(
  project: Project,
  source: FileText,
  guard: GuardCandidate,
  offset: number,
): GuardReference | undefined {
  const syntax = project.source.syntax(source.file);
  if (!syntax) return undefined;
  const use = topLevelAt(syntax, offset);
  const before = use ? startOf(use) : offset;
  const bound = boundName(project, source.file, syntax, guard, before);
  if (bound !== undefined) return { text: bound + guard.suffix, edits: [] };
  if (guard.file === source.file || (guard.file !== null && reachesBack(project, guard.file, guard.name, source.file)))
    return undefined;
  const module = guard.file === null ? guard.module : importPath(project, source.file, guard.file);
  return module === undefined ? undefined : importReference(project, source, syntax, { ...guard, module }, before);
}

/** Names `module.name` of a file that may not exist yet; where the file uses the name for something else, through its module. */
export function importReference(
  project: Project,
  source: FileText,
  syntax: ModuleSyntax,
  guard: Pick<GuardCandidate, 'file' | 'module' | 'name' | 'suffix'>,
  before: number,
): GuardReference | undefined {
  const { module, name, file } = guard;
  if (!isTaken(project, source, name))
    return {
      text: name + guard.suffix,
      edits: [importEdit(source, syntax, project.modules, { module, name, file }, before)],
    };
  const dot = module.lastIndexOf('.');
  const last = module.slice(dot + 1);
  if (last === '' || isTaken(project, source, last)) return undefined;
  const text = `${last}.${name}${guard.suffix}`;
  const parent = module.startsWith('.') ? module.slice(0, dot + 1) : module.slice(0, Math.max(dot, 0));
  // `from . import m` and `from a import m` bind the module; a module at the root has no parent to be imported from.
  const packageOf = /^\.+$/.test(parent) ? parent : parent.replace(/\.$/, '');
  if (packageOf === '')
    return { text, edits: [importEdit(source, syntax, project.modules, { module: '', name: last, file }, before)] };
  return {
    text,
    edits: [importEdit(source, syntax, project.modules, { module: packageOf, name: last, file }, before)],
  };
}

function isTaken(project: Project, source: FileText, name: string): boolean {
  return (
    project.scopes.get(source.file)?.names.has(name) === true ||
    new RegExp(`\\b(?:def|class)\\s+${name}\\b|\\b${name}\\s*=[^=]`).test(source.text)
  );
}

/** A name of the file that already stands for the guard when the statement at `before` runs. */
function boundName(
  project: Project,
  file: string,
  syntax: ModuleSyntax,
  guard: GuardCandidate,
  before: number,
): string | undefined {
  const above = boundAbove(syntax.body, before);
  for (const [name, value] of project.scopes.get(file)?.names ?? []) {
    if (!above.has(name)) continue;
    if (isSameValue(value, guard.root) || isPendingFor(value, guard)) return name;
    if (value.kind === 'module' && value.file === guard.file) return `${name}.${guard.name}`;
  }
  return undefined;
}

function isPendingFor(value: Value, guard: GuardCandidate): boolean {
  return value.kind === 'pending' && value.file === guard.file && value.name === guard.name;
}

/** Names that the top level binds before an offset; a star import may bind any. */
function boundAbove(body: readonly Statement[], before: number): { has(name: string): boolean } {
  const names = new Set<string>();
  let isOpen = false;
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (startOf(statement) >= before) return;
      if (statement.kind === 'import-from' && statement.names === null) isOpen = true;
      for (const name of namesBoundBy(statement)) names.add(name);
      if (statement.kind === 'if') visit([...statement.body, ...statement.otherwise]);
      if (statement.kind === 'try')
        visit([...statement.body, ...statement.handlers.flatMap((handler) => handler.body)]);
    }
  };
  visit(body);
  return { has: (name) => isOpen || names.has(name) };
}
