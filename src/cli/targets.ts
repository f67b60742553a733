/** The PATHs of a command line → projects to analyse, each with the part of it that was asked for. */
import { existsSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { isReadForKeys } from '../core/secrets/file-formats';
import { readFailure } from '../workspace/read-source';
import { UserError } from '../workspace/user-error';
import { isPythonFile } from '../core/python/python-file';

/** One project: a root that imports are resolved from, and what of it is read and reported. All paths are absolute. */
export interface Target {
  readonly root: string;
  /** Directories to read. */
  readonly directories: readonly string[];
  /** Files that were asked for by name; the rest of their project is read, too, but not reported. */
  readonly files: readonly string[];
  /** Directories whose routes and findings are reported. */
  readonly reported: readonly string[];
}

/** A directory with one of these is where a project starts. */
const projectMarkers = [
  '.git',
  'pyproject.toml',
  '.api-key-guard.json',
  'setup.py',
  'setup.cfg',
  'requirements.txt',
  'Pipfile',
  'manage.py',
];

/** One target per project, in the order of the arguments; a PATH inside another one is part of it. */
export function resolveTargets(paths: readonly string[]): readonly Target[] {
  const all = paths.map(locate);
  const folders = all.filter(({ isFile }) => !isFile).map(({ real }) => real);
  const outermost = [...new Set(folders)].filter((folder) => !folders.some((other) => isBelow(folder, other)));
  const targets = new Map<string, MutableTarget>();
  for (const { real, isFile } of all) {
    const isPartOfAnother = isFile ? outermost.some((folder) => isBelow(real, folder)) : !outermost.includes(real);
    if (isPartOfAnother) continue;
    const root = isFile ? projectOfFile(real) : projectOfDirectory(real);
    const target = targets.get(root) ?? { directories: new Set(), files: new Set(), reported: new Set() };
    targets.set(root, target);
    if (isFile) target.files.add(real);
    else target.reported.add(real);
    target.directories.add(isFile ? root : real);
  }
  return [...targets].map(([root, { directories, files, reported }]) => ({
    root,
    directories: directories.has(root) ? [root] : [...directories],
    files: [...files],
    reported: [...reported],
  }));
}

interface MutableTarget {
  readonly directories: Set<string>;
  readonly files: Set<string>;
  readonly reported: Set<string>;
}

/** What the file names of a JSON document are relative to: the first PATH, or its project when it is a file. */
export function documentRoot(paths: readonly string[]): string {
  const first = locate(paths[0] ?? '.');
  return first.isFile ? projectOfFile(first.real) : first.real;
}

/** Whether `inner` is somewhere below the folder `outer`. */
export function isBelow(inner: string, outer: string): boolean {
  return inner !== outer && inner.startsWith(outer.endsWith(path.sep) ? outer : outer + path.sep);
}

function locate(given: string): { readonly real: string; readonly isFile: boolean } {
  let real: string;
  let stats: Stats;
  try {
    real = realpathSync(given);
    stats = statSync(real);
  } catch (error) {
    throw new UserError(`${given}: ${readFailure(error)}`);
  }
  if (stats.isDirectory()) return { real, isFile: false };
  if (!stats.isFile() || !(isPythonFile(real) || isReadForKeys(path.basename(real))))
    throw new UserError(`${given}: neither a folder nor a file that can be judged`);
  return { real, isFile: true };
}

/** The nearest directory above a file that starts a project; without one, the directory that its package stands in. */
function projectOfFile(file: string): string {
  const start = path.dirname(file);
  for (let directory = start; directory !== path.dirname(directory); directory = path.dirname(directory)) {
    if (projectMarkers.some((marker) => existsSync(path.join(directory, marker)))) return directory;
  }
  return outOfPackages(start);
}

/** A folder that is itself a package is imported by its own name, so its imports start one level up. */
function projectOfDirectory(directory: string): string {
  const isProject = projectMarkers.some((marker) => existsSync(path.join(directory, marker)));
  return isProject ? directory : outOfPackages(directory);
}

function outOfPackages(start: string): string {
  let directory = start;
  while (existsSync(path.join(directory, '__init__.py')) && directory !== path.dirname(directory)) {
    directory = path.dirname(directory);
  }
  return directory;
}
