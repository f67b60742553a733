import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { RunningEditor } from './server';

/** Stops the language servers of an editor in the middle of what they do; gives what lets them go on. */
export function pauseServer({ extensions }: RunningEditor): () => void {
  const bundle = path.join(extensions, 'api-key-guard', 'dist', 'server.js');
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  const servers = stdout
    .split('\n')
    .filter((line) => line.includes(bundle))
    .map((line) => Number.parseInt(line, 10));
  if (servers.length === 0) throw new Error(`No process runs ${bundle}`);
  for (const pid of servers) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const pid of servers) process.kill(pid, 'SIGCONT');
  };
}
