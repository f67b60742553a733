/** Every command, and all that they need. */
import { setFlagsFromString } from 'node:v8';
import { baselineCommand } from './baseline-command';
import { explainCommand } from './explain-command';
import { guardTestsCommand } from './guard-tests-command';
import { hookCommand } from './hook-command';
import { lspCommand } from './lsp-command';
import { mcpCommand } from './mcp-command';
import { runProgram } from './program';
import { routesCommand } from './routes-command';
import { scanCommand } from './scan-command';
import { stagedCommand } from './staged-command';
import { verifyCommand } from './verify-command';

// V8 collects only when the heap has grown to about twice what is in use; half as much again takes no more time.
setFlagsFromString('--heap-growing-percent=50');

/** Runs a command line, whatever its command. */
export function run(argv: readonly string[]): Promise<void> {
  return runProgram(argv, [
    scanCommand,
    routesCommand,
    baselineCommand,
    stagedCommand,
    hookCommand,
    verifyCommand,
    guardTestsCommand,
    explainCommand,
    lspCommand,
    mcpCommand,
  ]);
}

/** Serves an editor; loaded here only, so that no command pays for it. */
export async function serveEditor(): Promise<void> {
  await import('../server/node-entry');
}
