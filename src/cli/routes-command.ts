import { Argument, Command, Option } from 'commander';
import { routesDocument } from '../report/routes-document';
import { routesText } from '../report/routes-text';
import { analysePaths, type Format, formats } from './analyse-paths';
import { outputInk, print, printJson } from './output';

/** `api-key-guard routes`: every route with its verdict and evidence. */
export function routesCommand(): Command {
  return new Command('routes')
    .summary('list every route with its verdict and evidence')
    .description('Lists every Flask route below the PATHs: who can call it, and the lines that decide it.')
    .addArgument(new Argument('[PATH...]', 'folders or Python files (default: the current folder)'))
    .addOption(new Option('-f, --format <format>', 'output format').choices(formats).default('text'))
    .option('-v, --verbose', 'show the evidence of guarded routes, too')
    .addHelpText('after', examples)
    .action(async (paths: readonly string[], options: { readonly format: Format; readonly verbose?: true }) => {
      const document = routesDocument(await analysePaths(paths, options.format));
      if (options.format === 'json') printJson(document);
      else print(routesText(document, { ink: outputInk(), verbose: options.verbose ?? false }));
    });
}

const examples = `
Examples:
  api-key-guard routes                       the project in the current folder
  api-key-guard routes api worker/tasks.py   a folder and a file
  api-key-guard routes --format json . | jq '.routes[] | select(.verdict == "unprotected") | .path'

Exit status: 0 done, 2 wrong usage or unreadable input.`;
