import { Argument, Command, Option } from 'commander';
import { plainInk } from '../report/ink';
import { type RoutesDocument, routesDocument } from '../report/routes-document';
import { routesText } from '../report/routes-text';
import { routesMarkdown } from '../report/markdown/markdown-report';
import { json } from '../report/scan-formats';
import { analysePaths } from './analyse-paths';
import { outputInk } from './output';
import { writeReport } from './write-report';

const formats = ['text', 'json', 'markdown'] as const;

interface RoutesOptions {
  readonly format: (typeof formats)[number];
  readonly output?: string;
  readonly verbose?: boolean;
}

/** `api-key-guard routes`: every route with its verdict and evidence. */
export function routesCommand(): Command {
  return new Command('routes')
    .summary('list every route with its verdict and evidence')
    .description('Lists every Flask route below the PATHs: who can call it, and the lines that decide it.')
    .addArgument(new Argument('[PATH...]', 'folders or Python files (default: the current folder)'))
    .addOption(new Option('-f, --format <format>', 'output format').choices(formats).default('text'))
    .option('-o, --output <file>', 'write to a file')
    .option('-v, --verbose', 'show the evidence of guarded routes, too')
    .addHelpText('after', examples)
    .action(async (paths: readonly string[], options: RoutesOptions) => {
      const document = routesDocument(await analysePaths(paths, options.format, { routesOnly: true }));
      writeReport(routesReport(document, options), options.output);
    });
}

function routesReport(document: RoutesDocument, { format, output, verbose = false }: RoutesOptions): string {
  switch (format) {
    case 'text':
      return routesText(document, { ink: output === undefined ? outputInk() : plainInk, verbose });
    case 'json':
      return json(document);
    case 'markdown':
      return routesMarkdown(document);
  }
}

const examples = `
Examples:
  api-key-guard routes                       the project in the current folder
  api-key-guard routes api worker/tasks.py   a folder and a file
  api-key-guard routes --format markdown -o routes.md
  api-key-guard routes --format json . | jq '.routes[] | select(.verdict == "unprotected") | .path'

Exit status: 0 done, 2 wrong usage or unreadable input.`;
