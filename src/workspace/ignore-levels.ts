/**
 * `.gitignore` semantics over a tree: one level per directory that has a `.gitignore`, the innermost that says
 * anything decides. https://git-scm.com/docs/gitignore
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The rules of one directory, and those of the directories around it. */
export interface IgnoreLevel {
  /** Absolute path of the directory that the patterns are relative to. */
  readonly directory: string;
  readonly matcher: Ignore;
  readonly outer: IgnoreLevel | undefined;
}

/** `outer` extended by the directory's own `.gitignore`, if it has one. */
export function enterDirectory(directory: string, hasIgnoreFile: boolean, outer: IgnoreLevel | undefined) {
  return hasIgnoreFile ? readLevel(directory, path.join(directory, '.gitignore'), outer) : outer;
}

/**
 * The rules that the directories above `root` lay on it, up to the top of its git repository. When they ignore `root`
 * itself they do not count: it was asked for by name.
 */
export function levelsAbove(root: string): IgnoreLevel | undefined {
  const top = repositoryTop(root);
  if (top === undefined) return undefined;
  let level = readLevel(top, path.join(top, '.git', 'info', 'exclude'), undefined);
  if (top === root) return level;
  const between = path.relative(top, root).split(path.sep);
  let directory = top;
  for (const name of between) {
    level = readLevel(directory, path.join(directory, '.gitignore'), level);
    directory = path.join(directory, name);
    if (isIgnored(level, directory, true)) return undefined;
  }
  return level;
}

/** Whether the innermost rule that matches `absolutePath` ignores it. */
export function isIgnored(level: IgnoreLevel | undefined, absolutePath: string, isDirectory: boolean): boolean {
  for (let current = level; current !== undefined; current = current.outer) {
    const relative = absolutePath.slice(current.directory.length + (current.directory.endsWith('/') ? 0 : 1));
    const posix = path.sep === '/' ? relative : relative.replaceAll(path.sep, '/');
    const result = current.matcher.test(isDirectory ? `${posix}/` : posix);
    if (result.ignored) return true;
    if (result.unignored) return false;
  }
  return false;
}

function readLevel(directory: string, file: string, outer: IgnoreLevel | undefined): IgnoreLevel | undefined {
  try {
    return {
      directory,
      matcher: ignore({ ignorecase: process.platform !== 'linux' }).add(readFileSync(file, 'utf8')),
      outer,
    };
  } catch {
    // Absent or unreadable: git, too, then goes on without it.
    return outer;
  }
}

function repositoryTop(root: string): string | undefined {
  for (let directory = root; ; directory = path.dirname(directory)) {
    if (existsSync(path.join(directory, '.git'))) return directory;
    if (directory === path.dirname(directory)) return undefined;
  }
}
