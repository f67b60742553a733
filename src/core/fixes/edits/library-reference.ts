import type { TextEdit } from '../../results/results';
import type { ModuleSyntax } from '../../python/syntax';
import { importEdit } from './import-edit';
import type { FixRequest } from '../fixer';
import { namesBoundBy, startOf } from '../../python/statements';
import { topLevelAt } from './syntax-walk';

/** How a module calls something of the standard library, with the import that it still needs. */
export interface LibraryReference {
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/**
 * `os.environ` in the words of the file: through the import that is there, or with `import os` added above `use`.
 * Undefined where the file's own name hides the module.
 */
export function libraryReference(
  { source, syntax, project }: FixRequest,
  module: string,
  name: string,
  use: number,
): LibraryReference | undefined {
  if (!syntax) return undefined;
  const known = importedAs(syntax, module, name);
  if (known !== undefined) return { text: known, edits: [] };
  if (bindsName(syntax, module)) return undefined;
  const statement = topLevelAt(syntax, use);
  const wanted = { module: '', name: module, file: null };
  const edit = importEdit(source, syntax, project.modules, wanted, statement ? startOf(statement) : use);
  return { text: `${module}.${name}`, edits: [edit] };
}

function importedAs({ body }: ModuleSyntax, module: string, name: string): string | undefined {
  for (const statement of body) {
    if (statement.kind === 'import') {
      const found = statement.modules.find((one) => one.name === module);
      if (found) return `${found.alias ?? module}.${name}`;
    }
    if (statement.kind === 'import-from' && statement.module === module && statement.level === 0) {
      const found = statement.names?.find((one) => one.name === name);
      if (found) return found.alias ?? name;
    }
  }
  return undefined;
}

/** Whether the module's top level gives a name to something of its own. */
function bindsName({ body }: ModuleSyntax, name: string): boolean {
  return body.some((statement) => statement.kind !== 'import' && namesBoundBy(statement).includes(name));
}
