/** The command line as a whole: its commands, and how their errors end. */
import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { visible } from '../report/visible-text';
import { UserError } from '../workspace/user-error';
import { baselineCommand } from './baseline-command';
import { explainCommand } from './explain-command';
import { hookCommand } from './hook-command';
import { guardTestsCommand } from './guard-tests-command';
import { lspCommand } from './lsp-command';
import { mcpCommand } from './mcp-command';
import { routesCommand } from './routes-command';
import { scanCommand } from './scan-command';
import { stagedCommand } from './staged-command';
import { verifyCommand } from './verify-command';

/** Wrong usage or unreadable input. */
const usageStatus = 2;

/** Runs a command line; the exit status is left in `process.exitCode`. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(argv);
  } catch (error) {
    process.exitCode = reportError(error);
  }
}

function createProgram(): Command {
  const program = new Command('api-key-guard')
    .description('Shows which Flask routes anyone can call without a valid API key, and why.')
    .version(version)
    .addHelpText('after', '\nRun api-key-guard <command> --help for its options and examples.');
  const commands = [
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
  ];
  for (const create of commands) program.addCommand(create());
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  }
  return program;
}

function reportError(error: unknown): number {
  if (error instanceof UserError) return fail(error.message);
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // Without a command, commander reports its help as the error.
    return fail(error.code === 'commander.help' ? 'no command given; see api-key-guard --help' : error.message);
  }
  const trace = error instanceof Error ? error.stack : String(error);
  process.stderr.write(
    `api-key-guard ${version} failed. This is a bug; please report it with these lines:\n${trace}\n`,
  );
  return usageStatus;
}

function fail(message: string): number {
  const line = message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  process.stderr.write(`api-key-guard: ${visible(line)}\n`);
  return usageStatus;
}
