/** Finds the fixture apps below test/fixtures and reads their texts; see test/fixtures/README.md for the layout. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseExpectations, type Expectation } from './expectations';

/** One fixture: a single module, or a folder that is one app of several files. */
export interface FixtureApp {
  /** `theme/name`, as `--grep` finds it. */
  readonly name: string;
  /** Absolute folder that the app's file names are relative to. */
  readonly root: string;
  /** Texts by path relative to `root`, with `/`. */
  readonly files: ReadonlyMap<string, string>;
  readonly expectations: readonly Expectation[];
}

/** Folder of all fixtures. */
export const fixturesFolder = join(__dirname, '..', 'fixtures');

const analysed = /\.(py|yaml|yml|json|toml|ini|sh|env|md|ipynb)$|Dockerfile$/;
/** The editor's demo is a workspace of its own, tested there. */
const themesOfOthers = new Set(['demo']);

/** All fixture apps, sorted by name. */
export function readFixtureApps(folder = fixturesFolder): FixtureApp[] {
  const themes = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !themesOfOthers.has(entry.name),
  );
  return themes
    .flatMap((theme) => readTheme(folder, theme.name))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function readTheme(folder: string, theme: string): FixtureApp[] {
  const root = join(folder, theme);
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === '__pycache__') return [];
    if (entry.isDirectory())
      return [readApp(`${theme}/${entry.name}`, join(root, entry.name), listFiles(join(root, entry.name)))];
    return entry.name.endsWith('.py') ? [readApp(`${theme}/${entry.name.slice(0, -3)}`, root, [entry.name])] : [];
  });
}

function readApp(name: string, root: string, names: readonly string[]): FixtureApp {
  const files = new Map(names.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const));
  const expectations = [...files].flatMap(([file, text]) => parseExpectations(file, text));
  return { name, root, files, expectations };
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && analysed.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
