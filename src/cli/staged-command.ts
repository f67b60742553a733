import { Argument, Command, Option } from 'commander';
import type { Severity } from '../core/results/results';
import { stagedDocument, type StagedDocumentFinding } from '../report/staged-document';
import { stagedText } from '../report/staged-text';
import { formats, type Format } from './formats';
import { outputInk, print, printJson } from './output';
import { severityReaches, thresholds } from './thresholds';

interface StagedOptions {
  readonly format: Format;
  readonly failOn: Severity | 'never';
  readonly quiet?: true;
  readonly verbose?: true;
}

/** `api-key-guard staged`: keys in what git would commit; fails when the commit would add one. */
export function stagedCommand(): Command {
  return new Command('staged')
    .summary('find keys in what git would commit')
    .description(
      'Finds keys in the git index: in the lines that the commit would add, as they are staged. Keys that were committed before are said, and refuse nothing.',
    )
    .addArgument(
      new Argument('[FILE...]', 'only these; one that is not staged is checked as it is on disk, whole').default([]),
    )
    .addOption(new Option('-f, --format <format>', 'output format').choices(formats).default('text'))
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 from this severity on').choices(thresholds).default('error'),
    )
    .option('-q, --quiet', 'say nothing when there is nothing to put right')
    .option('-v, --verbose', 'show keys that were committed before and suppressed ones, too')
    .addHelpText('after', examples)
    .action(async (files: readonly string[], { format, failOn, quiet, verbose }: StagedOptions) => {
      // Loaded here only, so that no other command pays for it, and this one not for the others.
      const { checkStaged } = await import('./check-staged');
      const document = stagedDocument(await checkStaged(files));
      const blocks = (finding: StagedDocumentFinding) =>
        finding.new && finding.suppressed === null && severityReaches(finding.severity, failOn);
      const isRefused = document.findings.some(blocks);
      if (format === 'json') printJson(document);
      else if (isRefused || !quiet || document.unreadable.length > 0)
        print(stagedText(document, { ink: outputInk(), verbose: verbose ?? false, blocks }));
      if (isRefused) process.exitCode = 1;
    });
}

const examples = `
Examples:
  api-key-guard staged                       before a commit; api-key-guard hook install runs it at each
  api-key-guard staged --format json | jq '.findings[] | select(.new)'
  api-key-guard staged app.py settings.py    what pre-commit calls, also for --all-files

Exit status: 0 nothing at or above --fail-on would be added, 1 something, 2 wrong usage, or git failed.`;
