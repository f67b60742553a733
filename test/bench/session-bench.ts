/** Runs in a process of its own: a session over the whole tree, then key presses in one long file. Prints JSON. */
import { Session } from '../../src/core/analysis/session';
import { readParserBinaries } from '../../src/workspace/parser-binaries';
import { putFile, readWorkspace } from '../../src/workspace/read-workspace';
import { longModule } from './flask-service';
import { percentile } from './measure';

/** What the process prints, in milliseconds and megabytes. */
export interface SessionTimes {
  readonly cold: number;
  readonly warm: number;
  readonly keyPressP50: number;
  readonly keyPressP95: number;
  readonly routes: number;
  readonly memory: number;
}

const longFile = 'long_module.py';
const keyPresses = 200;

/** Enough for a true median; a slow build must not make the bench endless. */
const longestTyping = 20_000;

async function main(root: string): Promise<void> {
  const session = await Session.create(readParserBinaries());
  const scan = () => {
    const started = performance.now();
    for (const file of readWorkspace(root)) putFile(session, file);
    const { routes } = session.analyse();
    return { milliseconds: performance.now() - started, routes: routes.length };
  };
  const cold = scan();
  const warm = scan();
  session.setText(longFile, longModule(2000));
  session.analyse();
  const presses = pressKeys(session);
  const times: SessionTimes = {
    cold: cold.milliseconds,
    warm: warm.milliseconds,
    keyPressP50: percentile(presses, 0.5),
    keyPressP95: percentile(presses, 0.95),
    routes: cold.routes,
    memory: process.memoryUsage().rss / 1024 / 1024,
  };
  process.stdout.write(JSON.stringify(times));
}

/** Types a statement into a view in the middle of the file, one character at a time. */
function pressKeys(session: Session): readonly number[] {
  const statement = '    value = request.args.get("value")\n';
  const times: number[] = [];
  let text = session.text(longFile) ?? '';
  let offset = text.indexOf('    total = 0', text.length / 2);
  const end = performance.now() + longestTyping;
  for (let index = 0; index < keyPresses && performance.now() < end; index++) {
    text = text.slice(0, offset) + statement.charAt(index % statement.length) + text.slice(offset);
    offset++;
    const started = performance.now();
    session.setText(longFile, text);
    session.analyse();
    times.push(performance.now() - started);
  }
  return times;
}

void main(process.argv[2] ?? '.');
