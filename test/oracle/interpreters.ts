/** Finds Python interpreters that have Flask and runs this folder's Python scripts with them. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** One interpreter with its Flask. */
export interface Interpreter {
  readonly command: string;
  readonly flask: string;
}

/** Debian's interpreter first (it has the providers' packages), then whatever `python3` means, if its Flask is another. */
export function findInterpreters(): Interpreter[] {
  const candidates = ['/usr/bin/python3', 'python3'];
  const found: Interpreter[] = [];
  for (const command of candidates) {
    const asked = spawnSync(command, ['-c', "import flask, importlib.metadata as m; print(m.version('flask'))"], {
      encoding: 'utf8',
    });
    const flask = asked.status === 0 ? asked.stdout.trim() : '';
    if (flask !== '' && !found.some((known) => known.flask === flask)) found.push({ command, flask });
  }
  return found;
}

/** How to get what the oracle needs, for messages. */
export const installHint =
  'apt-get install -y python3-flask python3-flask-login python3-flask-httpauth python3-flask-restful';

/** Standard output of one of this folder's scripts; throws with its standard error when it fails. */
export function runScript(interpreter: Interpreter, script: string, args: readonly string[], input = ''): string {
  const run = spawnSync(interpreter.command, [join(__dirname, script), ...args], {
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 30,
  });
  if (run.status !== 0) throw new Error(`${script} failed with ${interpreter.command}: ${run.stderr}`);
  return run.stdout;
}
