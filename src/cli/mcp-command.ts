import { Argument, Command } from 'commander';
import { analysePaths } from './analyse-paths';

/** `api-key-guard mcp`: answers agents over the Model Context Protocol. */
export function mcpCommand(): Command {
  return new Command('mcp')
    .summary('answer agents over the Model Context Protocol')
    .description(
      'Answers agents over the Model Context Protocol on standard input and output: routes with verdicts, findings,\n' +
        'evidence, and fixes as edits. It reads only: nothing is written, no code of the project is run.',
    )
    .addArgument(new Argument('[PATH]', "the app's project (default: the current folder)").default('.'))
    .addHelpText('after', examples)
    .action(async (project: string) => {
      // Loaded here only, so that no other command pays for it.
      const { serveMcp } = await import('../mcp/serve');
      await serveMcp(() => analysePaths([project], 'json'));
    });
}

const examples = `
Example, for a client that is configured in JSON:
  { "servers": { "api-key-guard": { "command": "api-key-guard", "args": ["mcp", "."] } } }`;
