/** Keys that stand in one file and are compared in another: a constant that a guard imports, or reads from `app.config`. */
import type { SyntaxSource } from '../flask/project';
import type { Statement } from '../python/syntax';
import type { Modules } from '../semantics/machine';
import { compareText } from '../text/compare-text';
import { factsByFile } from '../text/facts-by-file';
import { findConstantKeys, type KeyLiteral } from './find-key-literals';
import { bodiesOf } from '../python/syntax-children';
import { settingPrefix, tracedNames, type TracedPart } from './traced-names';

/** A key, and the guard's file that compares callers' keys with it. */
export interface ImportedKey {
  readonly file: string;
  readonly key: KeyLiteral;
  readonly comparedIn: string;
}

/** What is asked: the project's texts, and which file an import means. */
export interface ImportingProject {
  readonly source: SyntaxSource;
  readonly modules: Modules;
}

/** A file must read what callers send, and compare, before it is worth a look. */
const mayCompare = /\brequest\b|\bauthorization\b/;
const configurationFile = /(?:config|settings|default)[^/]*\.py$|(?:^|\/)(?:config|settings)\//i;

/** What a file compares with callers' keys, by name, and what it imports. */
interface Comparing {
  readonly traced: ReadonlyMap<string, TracedPart>;
  readonly imports: readonly Statement[];
}

/** What each file compares with callers' keys, where another file may hold it. */
export const comparedByFile = factsByFile((file, text, source: SyntaxSource): Comparing | undefined => {
  const syntax = file.endsWith('.py') && mayCompare.test(text) ? source.syntax(file) : undefined;
  const traced = syntax && tracedNames(syntax);
  return syntax && traced && traced.size > 0 ? { traced, imports: importsIn(syntax.body) } : undefined;
});

/** What was found last, and in which files: only a change of one of those changes it. */
interface Search {
  readonly modules: Modules;
  readonly keys: readonly ImportedKey[];
  readonly files: ReadonlySet<string>;
  seen: number;
}

const searches = new WeakMap<SyntaxSource, Search>();

/** Keys of all files that guards in other files compare with; each place once. */
export function findImportedKeys({ source, modules }: ImportingProject): readonly ImportedKey[] {
  const guards = comparedByFile(source);
  const last = searches.get(source);
  const { length } = source.changes;
  const isCurrent =
    last?.modules === modules &&
    !source.changes.slice(last.seen).some((file) => last.files.has(file) || guards.has(file));
  if (last && isCurrent) {
    last.seen = length;
    return last.keys;
  }
  const found = new Map<string, ImportedKey>();
  const files = new Set(guards.keys());
  for (const [file, known] of [...guards].sort(([left], [right]) => compareText(left, right))) {
    for (const wanted of wantedFrom({ source, modules }, file, known)) {
      files.add(wanted.file);
      const target = source.syntax(wanted.file);
      for (const key of target ? findConstantKeys(target, wanted.names) : [])
        found.set(`${wanted.file}:${String(key.start)}`, { file: wanted.file, key, comparedIn: file });
    }
  }
  const keys = [...found.values()];
  searches.set(source, { modules, keys, files, seen: length });
  return keys;
}

interface Wanted {
  readonly file: string;
  readonly names: ReadonlyMap<string, TracedPart>;
}

function wantedFrom(
  { source, modules }: ImportingProject,
  file: string,
  { traced, imports }: Comparing,
): readonly Wanted[] {
  const wanted: Wanted[] = [];
  const add = (from: string | undefined, wantedNames: ReadonlyMap<string, TracedPart>): void => {
    if (from !== undefined && from !== file && wantedNames.size > 0) wanted.push({ file: from, names: wantedNames });
  };
  for (const statement of imports) {
    if (statement.kind === 'import')
      for (const { name } of statement.modules) add(modules.resolve(file, name, 0), traced);
    if (statement.kind !== 'import-from' || statement.names === null) continue;
    const { module, level } = statement;
    const imported = statement.names.flatMap(({ name, alias }): [string, TracedPart][] => {
      const part = traced.get(alias ?? name);
      return part ? [[name, part]] : [];
    });
    add(modules.resolve(file, module, level), new Map(imported));
    // `from shop import settings`: its attributes.
    for (const { name } of statement.names)
      add(modules.resolve(file, module === '' ? name : `${module}.${name}`, level), traced);
  }
  const settings = [...traced].filter(([name]) => name.startsWith(settingPrefix));
  if (settings.length === 0) return wanted;
  const ofSettings = new Map(settings.map(([name, part]) => [name.slice(settingPrefix.length), part]));
  for (const other of source.files) if (configurationFile.test(other)) add(other, ofSettings);
  return wanted;
}

function importsIn(body: readonly Statement[]): readonly Statement[] {
  return body.flatMap((statement) =>
    statement.kind === 'import' || statement.kind === 'import-from' ? [statement] : importsIn(bodiesOf(statement)),
  );
}
