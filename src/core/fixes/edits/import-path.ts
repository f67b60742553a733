import type { Project } from '../../flask/project';
import type { Statement, ModuleSyntax } from '../../python/syntax';

/** Module text by which one file of the workspace imports another, in the importing file's own style; undefined when it cannot. */
export function importPath(project: Project, from: string, target: string): string | undefined {
  const root = importRoot(project, from);
  if (root === undefined || !isBelow(target, root)) return undefined;
  const absolute = dotted(target, root);
  if (!usesRelative(project.source.syntax(from), project, from)) return absolute || undefined;
  return relativePath(from, target, root) ?? (absolute || undefined);
}

/** Folder that the absolute imports of a file start from: seen from those it has, else the first folder above that is no package. */
export function importRoot(project: Project, file: string): string | undefined {
  const roots = new Map<string, number>();
  for (const name of (project.source.syntax(file)?.body ?? []).flatMap(absoluteImports)) {
    const root = rootOfImport(project, file, name);
    if (root !== undefined) roots.set(root, (roots.get(root) ?? 0) + 1);
  }
  const [best] = [...roots].sort((left, right) => right[1] - left[1]);
  if (best) return best[0];
  let folder = folderOf(file);
  while (folder !== '' && project.source.text(`${folder}/__init__.py`) !== undefined) folder = folderOf(folder);
  return folder;
}

function absoluteImports(statement: Statement): readonly string[] {
  if (statement.kind === 'import') return statement.modules.map(({ name }) => name);
  return statement.kind === 'import-from' && statement.level === 0 ? [statement.module] : [];
}

/** Folder below which an imported module of the project was found; undefined for modules of others. */
function rootOfImport(project: Project, file: string, name: string): string | undefined {
  const path = name.replaceAll('.', '/');
  const found = project.modules.resolve(file, name, 0)?.replace(/(?:\/__init__)?\.py$/, '');
  if (found === path) return '';
  if (!found?.endsWith(`/${path}`)) return undefined;
  const root = found.slice(0, -path.length - 1);
  return isBelow(file, root) ? root : undefined;
}

/** Whether most imports of the project's own modules start with a dot. */
function usesRelative(syntax: ModuleSyntax | undefined, project: Project, file: string): boolean {
  let relative = 0;
  let absolute = 0;
  for (const statement of syntax?.body ?? []) {
    if (statement.kind !== 'import-from') continue;
    if (statement.level > 0) relative++;
    else if (project.modules.resolve(file, statement.module, 0) !== undefined) absolute++;
  }
  return relative > 0 && relative >= absolute;
}

/** `..auth` when both files are in one package below the root. */
function relativePath(from: string, target: string, root: string): string | undefined {
  const own = partsBelow(folderOf(from), root);
  const parts = dotted(target, root)
    .split('.')
    .filter((part) => part !== '');
  let shared = 0;
  while (shared < own.length && own[shared] === parts[shared]) shared++;
  if (shared === 0) return undefined;
  return '.'.repeat(own.length - shared + 1) + parts.slice(shared).join('.');
}

function dotted(file: string, root: string): string {
  return partsBelow(file.replace(/(?:^|\/)__init__\.py$|\.py$/, ''), root).join('.');
}

function partsBelow(path: string, root: string): string[] {
  return (root === '' ? path : path.slice(root.length + 1)).split('/').filter((part) => part !== '');
}

function isBelow(file: string, root: string): boolean {
  return root === '' || file.startsWith(`${root}/`);
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
