import type { TextEdit } from '../../results/results';
import type { Modules } from '../../semantics/machine';
import type { ModuleSyntax, Statement } from '../../python/syntax';
import { indentationOf, lineStart, nextLine, slice, type FileText } from './file-text';
import { standardLibrary } from './standard-library-names';
import { startOf } from '../../python/statements';

/** One import to add: `from module import name`, or `import name` when the module is empty. */
export interface WantedImport {
  /** With leading dots when relative. */
  readonly module: string;
  readonly name: string;
  /** File it comes from; null outside the workspace. */
  readonly file: string | null;
}

type ImportStatement = Extract<Statement, { kind: 'import' | 'import-from' }>;

/**
 * Adds an import above `before` (where its name is first used), in the section where isort would put it; a `from` import of the
 * same module is extended.
 */
export function importEdit(
  source: FileText,
  syntax: ModuleSyntax,
  modules: Modules,
  wanted: WantedImport,
  before: number,
): TextEdit {
  const imports = importsAbove(syntax, before);
  const same = imports.find(
    (one) => one.kind === 'import-from' && '.'.repeat(one.level) + one.module === wanted.module && one.names !== null,
  );
  const extended = same && extendImport(source, same, wanted.name);
  if (extended) return extended;
  const line = wanted.module === '' ? `import ${wanted.name}` : `from ${wanted.module} import ${wanted.name}`;
  const section = sectionOf(wanted.module || wanted.name, wanted.file !== null);
  const sections = imports.map((one) => ({ one, section: statementSection(modules, source.file, one) }));
  const members = sections.filter((entry) => entry.section === section);
  const own = wanted.module === '' ? `0 ${wanted.name}` : `1 ${wanted.module}`;
  const next = members.find(({ one }) => orderOf(one) > own.toLowerCase());
  const [first] = members;
  if (next && next === first && indentationOf(source, next.one.start) === '')
    return insertion(source, lineStart(source, next.one.start), line + source.eol);
  const previous = (next ? members[members.indexOf(next) - 1] : members.at(-1))?.one;
  if (previous) return after(source, previous, line, false, false);
  const above = sections.filter((entry) => entry.section < section).at(-1)?.one;
  const below = sections.find((entry) => entry.section > section)?.one;
  const last = above ?? lastHeader(syntax, before, below);
  if (last) return after(source, last, line, true, below !== undefined || !isBlankAfter(source, last.end));
  const start = below ? lineStart(source, below.start) : topOf(source, syntax);
  const isDefinitionNext = !below && (syntax.body[0]?.kind === 'function' || syntax.body[0]?.kind === 'class');
  return insertion(source, start, line + source.eol.repeat(isDefinitionNext ? 3 : 2));
}

/** Imports of the top level that run before an offset; those below the first definition are there for a reason of their own. */
function importsAbove(syntax: ModuleSyntax, before: number): ImportStatement[] {
  const found: ImportStatement[] = [];
  let isHeader = true;
  for (const statement of syntax.body) {
    if (startOf(statement) >= before || statement.kind === 'function' || statement.kind === 'class') break;
    if (statement.kind === 'import' || statement.kind === 'import-from') {
      if (isHeader || statement.kind === 'import-from') found.push(statement);
    } else if (statement.kind === 'expression' && statement.value.kind === 'call') isHeader = false;
  }
  return found;
}

/** Within a section, `import a` stands before `from b import c`, each by name. https://pycqa.github.io/isort/ */
function orderOf(one: ImportStatement): string {
  const text = one.kind === 'import' ? `0 ${one.modules[0]?.name ?? ''}` : `1 ${'.'.repeat(one.level)}${one.module}`;
  return text.toLowerCase();
}

/** `__future__`, standard library, third party, first party, relative: the sections of isort and ruff. */
function sectionOf(module: string, isWorkspace: boolean): number {
  if (module === '__future__') return 0;
  if (module.startsWith('.')) return 4;
  if (isWorkspace) return 3;
  return standardLibrary.has(module.split('.')[0] ?? '') ? 1 : 2;
}

function statementSection(modules: Modules, file: string, statement: ImportStatement): number {
  if (statement.kind === 'import-from') {
    const isWorkspace = modules.resolve(file, statement.module, statement.level) !== undefined;
    return sectionOf('.'.repeat(statement.level) + statement.module, isWorkspace);
  }
  const name = statement.modules[0]?.name ?? '';
  return sectionOf(name, modules.resolve(file, name, 0) !== undefined);
}

/** An `if` or `try` around imports, or the docstring, after which a first import may stand. */
function lastHeader(syntax: ModuleSyntax, before: number, below: ImportStatement | undefined): Statement | undefined {
  const isImport = (statement: Statement | undefined): boolean =>
    statement?.kind === 'import' || statement?.kind === 'import-from';
  return syntax.body
    .filter((statement, index) => {
      if (startOf(statement) >= before || (below && statement.start >= below.start)) return false;
      if (statement.kind === 'expression') return index === 0 && statement.value.kind === 'constant';
      return (
        isImport(statement) || ((statement.kind === 'try' || statement.kind === 'if') && isImport(statement.body[0]))
      );
    })
    .at(-1);
}

/** Below a shebang, a coding line and other opening comments. */
function topOf(source: FileText, syntax: ModuleSyntax): number {
  const first = syntax.body[0];
  return first ? lineStart(source, startOf(first)) : source.text.length;
}

function isBlankAfter(source: FileText, offset: number): boolean {
  return /^[ \t]*(?:\r?\n|\r|$)/.test(source.text.slice(nextLine(source, offset)));
}

function after(
  source: FileText,
  statement: Statement,
  line: string,
  spaceAbove: boolean,
  spaceBelow: boolean,
): TextEdit {
  const { eol } = source;
  const offset = nextLine(source, statement.end);
  const endsLine = offset > 0 && /[\r\n]/.test(source.text[offset - 1] ?? '');
  return insertion(
    source,
    offset,
    `${endsLine ? '' : eol}${spaceAbove ? eol : ''}${line}${eol}${spaceBelow && !isBlankAfter(source, statement.end) ? eol : ''}`,
  );
}

function insertion(source: FileText, offset: number, newText: string): TextEdit {
  return { file: source.file, span: { start: offset, end: offset }, newText };
}

const longestLine = 99;

/** Adds a name to `from m import a, c`; undefined where comments or continuation lines make that delicate. */
function extendImport(source: FileText, statement: ImportStatement, name: string): TextEdit | undefined {
  const text = slice(source, statement);
  if (/[#\\;]/.test(text) || text.includes(' as ')) return undefined;
  const list = /\bimport\s*(\(?)/.exec(text);
  if (!list) return undefined;
  const start = list.index + list[0].length;
  const names = [...text.slice(start).matchAll(/\w+/g)];
  const next = names.find((match) => match[0].toLowerCase() > name.toLowerCase());
  const last = names.at(-1);
  const isSpread = /[\r\n]/.test(text);
  if (!last || (!isSpread && text.length + name.length + 2 > longestLine)) return undefined;
  const separator = isSpread ? source.eol + (/[\r\n]([ \t]+)\w/.exec(text)?.[1] ?? '    ') : ' ';
  if (next) return insertion(source, statement.start + start + next.index, `${name},${separator}`);
  return insertion(source, statement.start + start + last.index + last[0].length, `,${separator}${name}`);
}
