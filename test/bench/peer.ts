/** ast-grep, the fastest structural search there is, installed in a cache folder: it only finds, it does not judge. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

const version = '0.51.1';

/** Path of ast-grep's binary; undefined where it cannot be had. */
export function ensurePeer(cache: string): string | undefined {
  // A folder of its own: npm takes out what another peer's install put beside it.
  const folder = path.join(cache, 'ast-grep');
  const modules = path.join(folder, 'node_modules', '@ast-grep');
  if (!existsSync(modules)) {
    mkdirSync(folder, { recursive: true });
    const options = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
    execFileSync('npm', ['install', ...options, `@ast-grep/cli@${version}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  const platform = existsSync(modules) ? readdirSync(modules).find((name) => name.startsWith('cli-')) : undefined;
  if (platform === undefined) return undefined;
  const binary = path.join(modules, platform, process.platform === 'win32' ? 'ast-grep.exe' : 'ast-grep');
  return existsSync(binary) ? binary : undefined;
}
