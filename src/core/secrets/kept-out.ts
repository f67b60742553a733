import { isEnvironmentFile } from './file-formats';

/** True for a `.env` that git ignores: keys belong there, and no commit can take them along. */
export function isKeptOut(file: string, text: (file: string) => string | undefined): boolean {
  if (!isEnvironmentFile(file)) return false;
  const slash = file.lastIndexOf('/');
  const name = file.slice(slash + 1);
  const ignoreFiles = ['.gitignore', ...(slash < 0 ? [] : [`${file.slice(0, slash)}/.gitignore`])];
  return ignoreFiles.some((ignoreFile) => ignoresName(text(ignoreFile) ?? '', name));
}

/** Whether the patterns of a `.gitignore` ignore a name; the last that matches counts. https://git-scm.com/docs/gitignore */
export function ignoresName(gitignore: string, name: string): boolean {
  let isIgnored = false;
  for (const line of gitignore.split(/\r?\n/)) {
    const pattern = line.trim();
    if (pattern === '' || pattern.startsWith('#')) continue;
    const isNegated = pattern.startsWith('!');
    const bare = pattern.replace(/^!?(?:\*\*\/|\/)?/, '');
    const matcher = bare
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]');
    if (bare.length < 100 && isMatch(matcher, name)) isIgnored = !isNegated;
  }
  return isIgnored;
}

/** A broken character class in a pattern matches nothing. */
function isMatch(matcher: string, name: string): boolean {
  try {
    return new RegExp(`^${matcher}$`).test(name);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
