/** The command line as it ships: a bundle starts ten times faster than its source, and a test run starts it often. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');

let folder: string | undefined;

/** `cli.js`, built from the source once per process. */
export function builtCommandLine(): string {
  folder ??= build();
  return path.join(folder, 'cli.js');
}

function build(): string {
  const into = mkdtempSync(path.join(tmpdir(), 'api-key-guard-built-'));
  process.on('exit', () => {
    rmSync(into, { recursive: true, force: true });
  });
  const loader = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const script = path.join(root, 'src', 'dev', 'build.ts');
  const { status, stderr } = spawnSync(process.execPath, [loader, script, '--into', into], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the command line cannot be built: ${stderr}`);
  return into;
}
