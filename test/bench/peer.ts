/** ast-grep, the fastest structural search there is, installed in a cache folder: it only finds, it does not judge. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

const version = '0.51.1';

/** Path of ast-grep's binary; undefined where it cannot be had. */
export function ensurePeer(cache: string): string | undefined {
  const modules = path.join(cache, 'node_modules', '@ast-grep');
  if (!existsSync(modules)) {
    mkdirSync(cache, { recursive: true });
    const options = ['--prefix', cache, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
    execFileSync('npm', ['install', ...options, `@ast-grep/cli@${version}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  const platform = existsSync(modules) ? readdirSync(modules).find((name) => name.startsWith('cli-')) : undefined;
  if (platform === undefined) return undefined;
  const binary = path.join(modules, platform, process.platform === 'win32' ? 'ast-grep.exe' : 'ast-grep');
  return existsSync(binary) ? binary : undefined;
}
