import type { Project } from '../../flask/project';
import type { Statement } from '../../python/syntax';

/**
 * Whether importing a name from `guardFile` in `routeFile` would fail because the first imports the second. Harmless when
 * the guard's file is a package that holds the route's file (it always runs first) and defines the guard before that import.
 */
export function reachesBack(project: Project, guardFile: string, name: string, routeFile: string): boolean {
  const imports = project.source.syntax(guardFile)?.body ?? [];
  const isOwnPackage =
    guardFile.endsWith('__init__.py') && routeFile.startsWith(guardFile.slice(0, -'__init__.py'.length));
  const position = isOwnPackage
    ? imports.findIndex((statement) => statement.kind === 'function' && statement.name === name)
    : -1;
  const relevant = position < 0 ? imports : imports.slice(0, position);
  const seen = new Set<string>([guardFile]);
  const queue = importedFiles(project, guardFile, relevant);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next === routeFile) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...importedFiles(project, next, project.source.syntax(next)?.body ?? []));
  }
  return false;
}

/** Files whose code runs when these statements do; imports in functions run later. */
function importedFiles(project: Project, file: string, body: readonly Statement[]): string[] {
  return body.flatMap((statement): string[] => {
    if (statement.kind === 'import')
      return statement.modules.flatMap(({ name }) => project.modules.resolve(file, name, 0) ?? []);
    if (statement.kind === 'import-from') {
      const { module, level, names } = statement;
      const submodules = (names ?? []).flatMap(
        ({ name }) => project.modules.resolve(file, module === '' ? name : `${module}.${name}`, level) ?? [],
      );
      return [
        ...(project.modules.resolve(file, module, level) === undefined
          ? []
          : [project.modules.resolve(file, module, level) ?? '']),
        ...submodules,
      ];
    }
    if (statement.kind === 'try')
      return importedFiles(project, file, [
        ...statement.body,
        ...statement.handlers.flatMap((handler) => handler.body),
      ]);
    if (statement.kind !== 'if') return [];
    const isForTypes =
      statement.test.kind === 'name'
        ? statement.test.id === 'TYPE_CHECKING'
        : statement.test.kind === 'attribute' && statement.test.name === 'TYPE_CHECKING';
    return importedFiles(project, file, isForTypes ? statement.otherwise : [...statement.body, ...statement.otherwise]);
  });
}
