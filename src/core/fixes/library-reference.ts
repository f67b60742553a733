import type { TextEdit } from '../analysis/results';
import type { Project } from '../flask/project';
import type { ModuleSyntax } from '../python/syntax';
import type { FileText } from './file-text';
import { importEdit } from './import-edit';
import { startOf, topLevelAt } from './syntax-walk';

/** How a file names a member of a library module at an offset, and the import that this needs. */
export interface LibraryReference {
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/** Names `module.member`, by what the file imports already where it does. */
export function libraryReference(
  project: Project,
  source: FileText,
  syntax: ModuleSyntax,
  wanted: { readonly module: string; readonly member: string },
  offset: number,
): LibraryReference | undefined {
  const { module, member } = wanted;
  const use = topLevelAt(syntax, offset);
  const before = use ? startOf(use) : offset;
  for (const statement of syntax.body) {
    if (statement.start >= before) break;
    if (statement.kind === 'import') {
      const found = statement.modules.find(({ name }) => name === module);
      if (found) return { text: `${found.alias ?? found.name}.${member}`, edits: [] };
    }
    if (statement.kind === 'import-from' && statement.module === module && statement.level === 0) {
      const found = statement.names?.find(({ name }) => name === member);
      if (found) return { text: found.alias ?? found.name, edits: [] };
    }
  }
  if (project.scopes.get(source.file)?.names.has(module)) return undefined;
  const edit = importEdit(source, syntax, project.modules, { module: '', name: module, file: null }, before);
  return { text: `${module}.${member}`, edits: [edit] };
}
