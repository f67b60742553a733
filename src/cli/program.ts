/** The command line around its commands: help, version, and how errors end. */
import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { visible } from '../report/visible-text';
import { UserError } from '../workspace/user-error';

/** Wrong usage or unreadable input. */
const usageStatus = 2;

/** Runs a command line of these commands; the exit status is left in `process.exitCode`. */
export async function runProgram(argv: readonly string[], commands: readonly (() => Command)[]): Promise<void> {
  try {
    await createProgram(commands).parseAsync(argv);
  } catch (error) {
    process.exitCode = reportError(error);
  }
}

function createProgram(commands: readonly (() => Command)[]): Command {
  const program = new Command('api-key-guard')
    .description('Shows which Flask routes anyone can call without a valid API key, and why.')
    .version(version)
    .addHelpText('after', '\nRun api-key-guard <command> --help for its options and examples.');
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
