import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

let home: string | undefined;
let folders = 0;

/** A new folder below one of this run's own, gone when the run ends: two runs at a time must not share what they build. */
export function runFolder(): string {
  home ??= createHome();
  const folder = path.join(home, String(folders++));
  mkdirSync(folder);
  return folder;
}

function createHome(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'api-key-guard-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });
  return folder;
}
