/** Runs in a process of its own: the language server itself on the whole tree, then edits in one long file. Prints JSON. */
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { EditorClient } from '../support/editor-client';
import { longModule } from './flask-service';

/** Megabytes that the server's process holds. */
export interface ServerMemory {
  readonly afterScan: number;
  readonly afterTyping: number;
}

const longFile = 'long_module.py';
const keyPresses = 200;
/** Milliseconds between two keys of a quick typist. */
const betweenKeys = 60;

async function main(root: string): Promise<void> {
  const client = await EditorClient.start(root);
  try {
    let text = longModule(2000);
    await client.open(longFile, text);
    await client.scan();
    const afterScan = memoryOf(client.processId);
    let at = text.indexOf('\n    total = 0', text.length / 2);
    for (let index = 0; index < keyPresses; index++) {
      const typed = index === 0 ? '\n    name = 1' : '1';
      text = text.slice(0, at) + typed + text.slice(at);
      at += typed.length;
      await client.change(longFile, text);
      await pause(betweenKeys);
    }
    await client.scan();
    const memory: ServerMemory = { afterScan, afterTyping: memoryOf(client.processId) };
    process.stdout.write(JSON.stringify(memory));
  } finally {
    client.stop();
  }
}

/** Resident memory, as the system counts it. */
function memoryOf(processId: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(processId)], { encoding: 'utf8' })) / 1024;
}

void main(process.argv[2] ?? '.');
