/**
 * Finds the files of a workspace: what git ignores, virtual environments, dependencies and caches are left out, links
 * are not followed. A generator, so that the caller may stop, show progress or let others run between two files.
 */
import { type Dirent, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { enterDirectory, type IgnoreLevel, isIgnored, levelsAbove } from './ignore-levels';
import { readFailure } from './read-source';

/** A file that was found, or a place that could not be looked at. */
export interface WalkedEntry {
  /** Relative to the root, with `/`. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  /** Why it cannot be read; undefined for a regular file. */
  readonly reason?: string;
  /** Only of one that cannot be read: all below it is missing. */
  readonly isDirectory?: true;
}

const skippedDirectories = new Set([
  '.git',
  '.hg',
  '.svn',
  '__pycache__',
  'node_modules',
  'bower_components',
  'site-packages',
  'dist-packages',
  'dist',
  '.venv',
  'venv',
  'virtualenv',
  '.tox',
  '.nox',
  '.eggs',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.ipynb_checkpoints',
]);

/** Deeper trees are generated, or a mistake. */
const maximumDepth = 64;

/** Directories of dependencies and caches, at whatever depth. */
export function isSkippedDirectory(name: string): boolean {
  return skippedDirectories.has(name);
}

/** Every file below `root` whose name is wanted, sorted by name within its directory, files before folders. */
export function* walkFiles(root: string, wants: (name: string) => boolean): Generator<WalkedEntry, void> {
  let realRoot: string;
  try {
    realRoot = realpathSync(root);
  } catch (error) {
    yield unreadable('', root, readFailure(error));
    return;
  }
  yield* walkDirectory({ root: realRoot, wants }, realRoot, '', levelsAbove(realRoot), 0);
}

interface Walk {
  readonly root: string;
  readonly wants: (name: string) => boolean;
}

function* walkDirectory(
  walk: Walk,
  directory: string,
  prefix: string,
  outer: IgnoreLevel | undefined,
  depth: number,
): Generator<WalkedEntry, void> {
  if (depth > maximumDepth) {
    yield unreadable(prefix, directory, 'nested too deep');
    return;
  }
  let entries: Dirent[];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    yield unreadable(prefix, directory, readFailure(error));
    return;
  }
  if (depth > 0 && entries.some(isEnvironmentMarker)) return;
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  const hasIgnoreFile = entries.some((entry) => entry.name === '.gitignore');
  const level = enterDirectory(directory, hasIgnoreFile, outer);
  const folders: Dirent[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) {
      if (!isSkippedDirectory(entry.name)) folders.push(entry);
      continue;
    }
    const target = path.join(directory, entry.name);
    const found = inspectFile(walk, entry, target, prefix);
    if (found !== undefined && !isIgnored(level, target, false)) yield found;
  }
  for (const folder of folders) {
    const target = path.join(directory, folder.name);
    if (isIgnored(level, target, true)) continue;
    yield* walkDirectory(walk, target, prefix === '' ? folder.name : `${prefix}/${folder.name}`, level, depth + 1);
  }
}

function unreadable(file: string, directory: string, reason: string): WalkedEntry {
  return { file: file || '.', path: directory, reason, isDirectory: true };
}

/**
 * A virtual or conda environment, or packages that pip installed there (`pip install --target`), under whatever name; the
 * root is exempt, since it was asked for. https://packaging.python.org/en/latest/specifications/recording-installed-packages/
 */
function isEnvironmentMarker(entry: Dirent): boolean {
  return entry.name === 'pyvenv.cfg' || entry.name === 'conda-meta' || entry.name.endsWith('.dist-info');
}

function inspectFile(walk: Walk, entry: Dirent, target: string, prefix: string): WalkedEntry | undefined {
  const file = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
  if (!walk.wants(entry.name)) return undefined;
  if (entry.isFile()) return { file, path: target };
  if (entry.isSymbolicLink()) return inspectLink(walk, file, target);
  return { file, path: target, reason: 'not a regular file' };
}

/** Links are never followed: a target inside the workspace is judged under its own name, one outside is not ours. */
function inspectLink(walk: Walk, file: string, target: string): WalkedEntry | undefined {
  // Emacs marks a file that is being edited by a dangling link `.#name`.
  if (path.basename(file).startsWith('.#')) return undefined;
  try {
    const real = realpathSync(target);
    const isInside = real.startsWith(walk.root.endsWith(path.sep) ? walk.root : walk.root + path.sep);
    return isInside ? undefined : { file, path: target, reason: 'a link out of the workspace' };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'a link to nothing' : readFailure(error);
    return { file, path: target, reason };
  }
}
