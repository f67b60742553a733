/** Looks for the project's configuration in a directory and those above it, up to the top of its git repository. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Configuration, configurationFiles, parseConfiguration } from './configuration';
import { readFailure } from './read-source';

/** The nearest configuration that applies to `root`; empty when there is none. */
export function findConfiguration(root: string): Configuration {
  for (let directory = path.resolve(root); ; directory = path.dirname(directory)) {
    for (const name of configurationFiles) {
      const found = readConfiguration(path.join(directory, name), name);
      if (found !== undefined) return found;
    }
    const isTop = existsSync(path.join(directory, '.git')) || directory === path.dirname(directory);
    if (isTop) return { settings: {}, problems: [] };
  }
}

function readConfiguration(file: string, name: string): Configuration | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return { settings: {}, problems: [`${name}: ${readFailure(error)}`] };
  }
  return parseConfiguration(name, text.replace(/^\uFEFF/, ''));
}
