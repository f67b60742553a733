import { Argument, Command, Option } from 'commander';
import type { Severity } from '../core/analysis/results';
import type { ProjectReport } from '../report/project-report';
import { countFindings, explainedFindings, projectScore, scanDocument, type ScanCounts } from '../report/scan-document';
import { scanText } from '../report/scan-text';
import { unreadableFiles } from '../report/routes-document';
import { analysePaths, type Format, formats } from './analyse-paths';
import { outputInk, print, printJson } from './output';

const thresholds = ['error', 'warning', 'info', 'never'] as const;

interface ScanOptions {
  readonly format: Format;
  readonly failOn: Severity | 'never';
  readonly verbose?: true;
  readonly fix?: true;
}

/** `api-key-guard scan`: every finding; fails when one reaches the threshold. */
export function scanCommand(): Command {
  return new Command('scan')
    .summary('find unguarded routes, and keys in the code')
    .description('Finds Flask routes that anyone can call without a valid API key, and keys that the code gives away.')
    .addArgument(new Argument('[PATH...]', 'folders or Python files (default: the current folder)'))
    .addOption(new Option('-f, --format <format>', 'output format').choices(formats).default('text'))
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 from this severity on').choices(thresholds).default('error'),
    )
    .option('--fix', 'apply the safe fixes to the files first, and report what remains')
    .option('-v, --verbose', 'show suppressed findings and available fixes, too')
    .addHelpText('after', examples)
    .action(async (paths: readonly string[], options: ScanOptions) => {
      const projects = await analysePaths(paths, options.format, { fix: options.fix ?? false });
      if (options.format === 'json') printJson(scanDocument(projects));
      else printText(projects, options.verbose ?? false);
      if (reaches(countFindings(projects), options.failOn)) process.exitCode ??= 1;
    });
}

function printText(projects: readonly ProjectReport[], verbose: boolean): void {
  const report = {
    findings: explainedFindings(projects),
    unreadable: unreadableFiles(projects),
    ...projectScore(projects),
    summary: countFindings(projects),
  };
  print(scanText(report, { ink: outputInk(), verbose }));
}

function reaches(counts: ScanCounts, threshold: Severity | 'never'): boolean {
  switch (threshold) {
    case 'never':
      return false;
    case 'error':
      return counts.error > 0;
    case 'warning':
      return counts.error + counts.warning > 0;
    case 'info':
      return counts.error + counts.warning + counts.info > 0;
  }
}

const examples = `
Examples:
  api-key-guard scan                         the project in the current folder
  api-key-guard scan api worker/tasks.py     a folder and a file
  api-key-guard scan --fix .                 apply the safe fixes, report the rest
  api-key-guard scan --fail-on warning .     fail a build on warnings, too
  api-key-guard scan --format json . > findings.json

Exit status: 0 nothing at or above --fail-on, 1 something, 2 wrong usage or unreadable input.`;
