/** Runs in a process of its own: a session over the whole tree, then key presses in one long file. Prints JSON. */
import { Session } from '../../src/core/analysis/session';
import { defaultSettings } from '../../src/core/analysis/settings';
import { rules } from '../../src/core/rules/registry';
import { readParserBinaries } from '../../src/workspace/parser-binaries';
import { putFile, readWorkspace } from '../../src/workspace/read-workspace';
import { flaskService, longModule } from './flask-service';
import { percentile } from './measure';

/** What the process prints, in milliseconds. */
export interface SessionTimes {
  readonly cold: number;
  readonly warm: number;
  readonly keyPressP50: number;
  readonly keyPressP95: number;
  readonly routes: number;
  /** Time for ten times as many services and routes, as a multiple. */
  readonly growth: number;
  /** Time that judging takes once all that is registered is known, as a part of the time until then. */
  readonly judging: number;
  /** That time for ten times as many services and routes, as a multiple. */
  readonly judgingGrowth: number;
}

/** How long it takes to parse and run what registers routes, and how long to judge them, in milliseconds. */
interface PhaseTimes {
  readonly extracting: number;
  readonly judging: number;
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
  const [few, many] = [await timePhases(5), await timePhases(50)];
  const times: SessionTimes = {
    cold: cold.milliseconds,
    warm: warm.milliseconds,
    keyPressP50: percentile(presses, 0.5),
    keyPressP95: percentile(presses, 0.95),
    routes: cold.routes,
    judging: many.judging / many.extracting,
    judgingGrowth: many.judging / few.judging,
    growth: (await analyseServices(50)) / (await analyseServices(5)),
  };
  process.stdout.write(JSON.stringify(times));
}

async function sessionOfServices(count: number): Promise<Session> {
  const session = await Session.create(readParserBinaries());
  for (let number = 0; number < count; number++)
    for (const [file, text] of flaskService(`service_${number}`, number)) session.setText(`s${number}/${file}`, text);
  return session;
}

/** The phases of analysing a number of services, without rules, each the best of three. */
async function timePhases(count: number): Promise<PhaseTimes> {
  let [extracting, judging] = [Infinity, Infinity];
  for (let run = 0; run < 3; run++) {
    const session = await sessionOfServices(count);
    session.configure({ ...defaultSettings, rules: Object.fromEntries(rules.map(({ id }) => [id, 'off'])) });
    const started = performance.now();
    let registered = started;
    // Steps say how many routes are judged, until then nothing.
    for (const step of session.analyseInSteps()) if (step === undefined) registered = performance.now();
    extracting = Math.min(extracting, registered - started);
    judging = Math.min(judging, performance.now() - registered);
  }
  return { extracting, judging };
}

/** Milliseconds for a number of services, the best of three. */
async function analyseServices(count: number): Promise<number> {
  let best = Infinity;
  for (let run = 0; run < 3; run++) {
    const session = await sessionOfServices(count);
    const started = performance.now();
    session.analyse();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

/** A line as it is typed in VS Code, which closes brackets and quotes when they are opened: what is put in, and how far the cursor moves. */
const line: readonly (readonly [string, number])[] = [
  ...keys('\n'),
  ...keys('    value = request.args.get'),
  ['()', 1],
  ['""', 1],
  ...keys('value'),
];

function keys(text: string): readonly (readonly [string, number])[] {
  return text.split('').map((key) => [key, 1] as const);
}

/** Types lines into a view in the middle of the file. */
function pressKeys(session: Session): readonly number[] {
  const times: number[] = [];
  let text = session.text(longFile) ?? '';
  let offset = text.indexOf('\n    total = 0', text.length / 2);
  const end = performance.now() + longestTyping;
  for (let index = 0; index < keyPresses && performance.now() < end; index++) {
    const [typed, moves] = line[index % line.length] ?? ['', 0];
    text = text.slice(0, offset) + typed + text.slice(offset);
    offset += moves;
    if (index % line.length === line.length - 1) offset = text.indexOf('\n', offset);
    const started = performance.now();
    session.setText(longFile, text);
    session.analyse();
    times.push(performance.now() - started);
  }
  return times;
}

void main(process.argv[2] ?? '.');
