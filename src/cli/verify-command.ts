import { createInterface } from 'node:readline/promises';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { PathExamples } from '../core/verify/fill-path';
import { verifyDocument } from '../report/verify-document';
import { verifyText } from '../report/verify-text';
import { allowedBase } from '../verify/loopback';
import { defaultLimits, verifyApp } from '../verify/verify-app';
import { UserError } from '../workspace/user-error';
import { analysePaths } from './analyse-paths';
import { outputInk, print, printJson } from './output';
import { terminalProgress } from './progress';

interface VerifyCommandOptions {
  readonly format: 'text' | 'json';
  readonly header?: string;
  readonly keyEnv: string;
  readonly allowHost: readonly string[];
  readonly param: PathExamples;
  readonly unsafeMethods?: true;
  readonly yes?: true;
  readonly rate: number;
  readonly timeout: number;
  readonly mostRequests: number;
}

/** `api-key-guard verify`: asks the running app whether its verdicts are true. */
export function verifyCommand(): Command {
  return new Command('verify')
    .summary('ask a running app whether it refuses callers without a valid key')
    .description(
      'Calls each route of a running app without a key, with an empty and a wrong one and, if you give it, the right\n' +
        'one, and compares the answers with the verdicts. Only GET, HEAD and OPTIONS, only on this machine, unless you say so.',
    )
    .addArgument(new Argument('<URL>', 'address of the running app, e.g. http://127.0.0.1:5000'))
    .addArgument(new Argument('[PATH]', "the app's project (default: the current folder)").default('.'))
    .addOption(new Option('-f, --format <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('--header <name>', "header that carries the key (default: the project's setting, X-API-Key)")
    .option('--key-env <name>', 'environment variable that holds a valid key', 'API_KEY_GUARD_KEY')
    .addOption(
      new Option('--param <name=value>', 'value of a path parameter; may be repeated')
        .argParser(addParameter)
        .default({}, 'by type'),
    )
    .addOption(
      new Option('--allow-host <host>', 'a host other than this machine that may be called')
        .argParser(addHost)
        .default([], 'none'),
    )
    .option('--unsafe-methods', 'call POST, PUT, PATCH and DELETE, too; asks first')
    .option('--yes', 'do not ask before unsafe methods')
    .option('--rate <number>', 'requests per second', positiveNumber, defaultLimits.limits.requestsPerSecond)
    .option('--timeout <seconds>', 'longest wait for one answer', positiveNumber, defaultLimits.limits.timeout / 1000)
    .option('--most-requests <number>', 'refuse to send more than this', positiveNumber, defaultLimits.mostRequests)
    .addHelpText('after', examples)
    .action(runVerify);
}

async function runVerify(url: string, project: string, options: VerifyCommandOptions): Promise<void> {
  const base = allowedBase(url, options.allowHost);
  if (options.unsafeMethods) await confirmUnsafe(base, options.yes ?? false);
  const reports = await analysePaths([project], options.format);
  const progress = terminalProgress();
  try {
    const projects = [];
    for (const report of reports) {
      const verified = await verifyApp(base, report.analysis.routes, {
        headerName: options.header ?? report.settings.headerName,
        rightKey: process.env[options.keyEnv] || undefined,
        examples: options.param,
        isUnsafeAllowed: options.unsafeMethods ?? false,
        limits: { requestsPerSecond: options.rate, timeout: options.timeout * 1000 },
        mostRequests: options.mostRequests,
        progress: (done, total) => {
          progress.show(`Calling route ${done + 1} of ${total}`);
        },
      });
      projects.push({ report, verified });
    }
    progress.clear();
    const document = verifyDocument(base, projects);
    if (options.format === 'json') printJson(document);
    else print(verifyText(document, outputInk()));
    if (document.summary.open > 0 || document.summary.disagree > 0) process.exitCode ??= 1;
  } finally {
    progress.clear();
  }
}

/** Throws `UserError` unless the person says yes. */
async function confirmUnsafe(base: string, isConfirmed: boolean): Promise<void> {
  if (isConfirmed) return;
  if (!process.stdin.isTTY) throw new UserError('--unsafe-methods may change data; add --yes if that is what you want');
  const questions = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await questions.question(
      `Call POST, PUT, PATCH and DELETE routes of ${base}? They may change data. [y/N] `,
    );
    if (!/^y(?:es)?$/i.test(answer.trim())) throw new UserError('nothing was called');
  } finally {
    questions.close();
  }
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

function addParameter(text: string, examples: PathExamples): PathExamples {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write it as name=value.');
  return { ...examples, [name]: value };
}

function addHost(host: string, hosts: readonly string[]): readonly string[] {
  return [...hosts, host];
}

const examples = `
Examples:
  api-key-guard verify http://127.0.0.1:5000            the project in the current folder
  API_KEY_GUARD_KEY=$KEY api-key-guard verify http://localhost:5000 shop
  api-key-guard verify http://127.0.0.1:5000 --param order_id=42

The key is read from the environment and never printed. Redirects are not followed, answers' bodies are not read.

Exit status: 0 every route refuses callers without a valid key or is declared public, as its code says;
1 some route does not, or does not do what its code says; 2 wrong usage, or nothing listens.`;
