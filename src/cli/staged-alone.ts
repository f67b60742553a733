/** `staged` without the others: each commit waits for it, so nothing is read that it does not need. */
import { runProgram } from './program';
import { stagedCommand } from './staged-command';

/** Runs a command line whose command is `staged`. */
export function run(argv: readonly string[]): Promise<void> {
  return runProgram(argv, [stagedCommand]);
}
