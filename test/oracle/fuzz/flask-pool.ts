/** Python processes that stay: starting one for each few apps takes longer than all that Flask does with them. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Interpreter } from '../interpreters';
import type { Observation } from '../observation';

/** Runs apps in real Flask, several at once. */
export interface FlaskPool {
  /** What was seen of each app, in order; an app whose process died has no observation. */
  readonly observe: (paths: readonly string[]) => Promise<(Observation | undefined)[]>;
  /** Ends the processes. */
  readonly end: () => void;
}

/** One process with the app that it is busy with. */
interface Driver {
  readonly process: ChildProcessWithoutNullStreams;
  answer: ((observation: Observation | undefined) => void) | null;
}

/** Starts the processes. */
export function createFlaskPool(interpreter: Interpreter, processes: number): FlaskPool {
  const drivers = Array.from({ length: processes }, () => startDriver(interpreter));
  const observe = async (paths: readonly string[]): Promise<(Observation | undefined)[]> => {
    const seen: (Observation | undefined)[] = [];
    let next = 0;
    const work = async (number: number): Promise<void> => {
      for (let index = next++; index < paths.length; index = next++) {
        const last = drivers[number];
        const driver = last?.process.exitCode === null ? last : startDriver(interpreter);
        drivers[number] = driver;
        seen[index] = await ask(driver, paths[index] ?? '');
      }
    };
    await Promise.all(drivers.map((_, number) => work(number)));
    return paths.map((_, index) => seen[index]);
  };
  const end = (): void => {
    for (const driver of drivers) driver.process.stdin.end();
  };
  return { observe, end };
}

function startDriver(interpreter: Interpreter): Driver {
  const child = spawn(interpreter.command, [join(__dirname, '..', 'drive.py'), '-']);
  const driver: Driver = { process: child, answer: null };
  const settle = (observation: Observation | undefined): void => {
    const { answer } = driver;
    driver.answer = null;
    answer?.(observation);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    settle(JSON.parse(line) as Observation);
  });
  child.stderr.pipe(process.stderr);
  child.on('error', (error) => {
    console.error(error.message);
  });
  child.on('close', () => {
    settle(undefined);
  });
  // A process that died is told by `close`.
  child.stdin.on('error', () => undefined);
  return driver;
}

function ask(driver: Driver, path: string): Promise<Observation | undefined> {
  return new Promise((resolve) => {
    driver.answer = resolve;
    driver.process.stdin.write(`${path}\n`);
  });
}
