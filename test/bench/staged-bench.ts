/** `staged` on ten files, beside secretlint on the same files: a repository of its own, with nothing to find in it. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { timeProcess } from './measure';

const version = '11.7.1';
const fileCount = 10;

/** Milliseconds of both, process start to exit; the peer's is undefined where it cannot be had. */
export interface StagedTimes {
  readonly own: number;
  readonly peer: number | undefined;
}

/** Times both on ten files of the tree. */
export function measureStaged(root: string, tree: string, cache: string, runs: number): StagedTimes {
  const repository = path.join(cache, 'staged');
  const files = stageFiles(tree, repository);
  const own = timeProcess([process.execPath, path.join(root, 'dist', 'cli.js'), 'staged'], runs, {}, repository);
  const peer = ensureSecretlint(cache, repository);
  return {
    own,
    peer: peer === undefined ? undefined : timeProcess([process.execPath, peer, ...files], runs, {}, repository),
  };
}

function stageFiles(tree: string, repository: string): readonly string[] {
  rmSync(repository, { recursive: true, force: true });
  mkdirSync(repository, { recursive: true });
  const sources = readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.py'));
  const files = sources
    .sort()
    .slice(0, fileCount)
    .map((source, at) => {
      const file = `module_${at}.py`;
      cpSync(path.join(tree, source), path.join(repository, file));
      return file;
    });
  execFileSync('git', ['init', '--quiet'], { cwd: repository });
  execFileSync('git', ['add', ...files], { cwd: repository });
  return files;
}

/** Path of secretlint's command, with its recommended rules. */
function ensureSecretlint(cache: string, repository: string): string | undefined {
  const modules = path.join(cache, 'node_modules');
  if (!existsSync(path.join(modules, 'secretlint'))) {
    const options = ['--prefix', cache, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
    const packages = [`secretlint@${version}`, `@secretlint/secretlint-rule-preset-recommend@${version}`];
    execFileSync('npm', ['install', ...options, ...packages], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const command = path.join(modules, 'secretlint', 'bin', 'secretlint.js');
  if (!existsSync(command)) return undefined;
  const rules = [{ id: path.join(modules, '@secretlint', 'secretlint-rule-preset-recommend') }];
  writeFileSync(path.join(repository, '.secretlintrc.json'), JSON.stringify({ rules }));
  return command;
}
