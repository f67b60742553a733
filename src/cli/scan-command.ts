import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../../package.json';
import type { Severity } from '../core/results/results';
import { formatOfFile } from '../report/format-endings';
import { type Ink, plainInk } from '../report/ink';
import type { ProjectReport } from '../report/project-report';
import { countFindings, projectScore, scanDocument, type ScanCounts } from '../report/scan-document';
import { type ScanFormat, scanFormats, scanReport } from '../report/scan-formats';
import { baselineName } from '../workspace/baseline-name';
import type { AnalysedTarget } from './analyse-targets';
import { analysePaths, namedFor } from './analyse-paths';
import { compareWithRevision } from './earlier-revision';
import { type BaselineChoice, compareWithChosenBaseline } from './known-findings';
import { outputInk } from './output';
import { writeReport } from './write-report';

const thresholds = ['error', 'warning', 'info', 'never'] as const;

interface ScanOptions {
  readonly format?: ScanFormat;
  readonly output?: readonly string[];
  readonly failOn: Severity | 'never';
  readonly minScore?: number;
  readonly baseline?: BaselineChoice | true;
  readonly newSince?: string;
  readonly verbose?: true;
  readonly fix?: true;
}

/** `api-key-guard scan`: every finding; fails when one reaches the threshold. */
export function scanCommand(): Command {
  return new Command('scan')
    .summary('find unguarded routes, and keys in the code')
    .description('Finds Flask routes that anyone can call without a valid API key, and keys that the code gives away.')
    .addArgument(new Argument('[PATH...]', 'folders or Python files (default: the current folder)'))
    .addOption(
      new Option('-f, --format <format>', "output format (default: what FILE's ending says, or text)").choices(
        scanFormats,
      ),
    )
    .option(
      '-o, --output <file>',
      'write the report to a file (.json .sarif .md .html), and text to the terminal; may be repeated',
      (file, files: readonly string[] | undefined) => [...(files ?? []), file],
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 from this severity on').choices(thresholds).default('error'),
    )
    .option('--fix', 'apply the safe fixes to the files first, and report what remains')
    .option('--min-score <n>', 'exit with 1 below this score, 0 to 100', scoreOfArgument)
    .option('--baseline <file>', `known findings do not count (default: the project's ${baselineName}, if any)`)
    .option('--no-baseline', 'all findings count')
    .option('--new-since <ref>', 'findings that were there at this git revision do not count')
    .option('-v, --verbose', 'show suppressed findings, available fixes and what cost points, too')
    .addHelpText('after', examples)
    .action(scan);
}

async function scan(paths: readonly string[], options: ScanOptions): Promise<void> {
  const files = (options.output ?? []).map((file) => ({
    file,
    format: options.format ?? formatOfFile(file) ?? 'text',
  }));
  const terminal = files.length > 0 ? 'text' : (options.format ?? 'text');
  const projects = await analysePaths(paths, terminal, {
    fix: options.fix ?? false,
    asksGit: true,
    compare: (target) => compare(target, options),
  });
  // Only a page needs it, and to load it takes longer than a small project.
  const nonce = [terminal, ...files.map(({ format }) => format)].includes('html') ? await nonceOf(projects) : '';
  const report = (format: ScanFormat, ink: Ink) =>
    scanReport(format, namedFor(format, projects, paths), {
      ink,
      verbose: options.verbose ?? false,
      version,
      nonce: format === 'html' ? nonce : '',
    });
  for (const { file, format } of files) writeReport(report(format, plainInk), file);
  writeReport(report(terminal, outputInk()), undefined);
  if (reaches(countFindings(projects), options.failOn)) process.exitCode ??= 1;
  const { score } = projectScore(projects);
  if (options.minScore === undefined || score >= options.minScore) return;
  process.stderr.write(`api-key-guard: the score ${score} is below ${options.minScore}\n`);
  process.exitCode ??= 1;
}

async function compare(target: AnalysedTarget, { baseline, newSince }: ScanOptions) {
  // Commander says `true` for a `--no-` option that was not given.
  const known = compareWithChosenBaseline(target, baseline === true ? undefined : baseline);
  return [
    ...(known === undefined ? [] : [known]),
    ...(newSince === undefined ? [] : [await compareWithRevision(target, newSince)]),
  ];
}

/** From the content, so that the same code gives the same page, and nothing in the code can hold it. */
async function nonceOf(projects: readonly ProjectReport[]): Promise<string> {
  const { createHash } = await import('node:crypto');
  return createHash('sha256')
    .update(JSON.stringify(scanDocument(projects)))
    .digest('hex');
}

function scoreOfArgument(argument: string): number {
  const score = Number(argument);
  if (argument.trim() === '' || !(score >= 0 && score <= 100))
    throw new InvalidArgumentError('It must be a number from 0 to 100.');
  return score;
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
  api-key-guard scan --new-since main        only what is new in this branch
  api-key-guard scan -o report.html          one page to read or send
  api-key-guard scan -o report.sarif -o report.md
  api-key-guard scan --format gitlab -o gl-code-quality-report.json

Exit status: 0 nothing at or above --fail-on, 1 something or a score below --min-score,
2 wrong usage or unreadable input.`;
