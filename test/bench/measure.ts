/** Timing of processes and of functions. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Milliseconds from start to exit: the best of `runs`, since everything else only adds. */
export function timeProcess(
  command: readonly string[],
  runs: number,
  environment: NodeJS.ProcessEnv = {},
  cwd?: string,
): number {
  let best = Infinity;
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    const [file = '', ...args] = command;
    const { status, stderr, error } = spawnSync(file, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...environment },
      ...(cwd === undefined ? {} : { cwd }),
    });
    if (error !== undefined || status !== 0) throw new Error(`${command.join(' ')}: ${String(error ?? stderr)}`);
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

/** Megabytes that `report-memory.cjs` noted. */
export function notedMemory(file: string): number {
  return Number(readFileSync(file, 'utf8'));
}

/** The value below which `share` of the numbers lie. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
