/** Runs the shell steps of `action.yml` on this machine, as GitHub's runner does: contexts filled in, files for what is said. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { parse } from 'yaml';
import { builtCommandLine } from './built-command-line';
import { temporaryFolder } from './temporary-folder';

const root = path.join(__dirname, '..', '..');

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** The action as it stands in the repository. */
export const action = parse(readFileSync(path.join(root, 'action.yml'), 'utf8')) as Action;

/** What a run of all steps left behind. */
export interface ActionRun {
  /** Of the step that failed, else 0. */
  readonly status: number;
  readonly printed: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Steps that ran, with the inputs of those that are other actions. */
  readonly ran: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What `gh` and `npm` were called with; stand-ins answer in their place. */
  readonly calls: readonly string[];
}

/** What differs between runs. */
export interface ActionEvent {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly pullRequest?: number;
  /** Id of a comment that is there already; null when GitHub refuses. */
  readonly comment?: number | null;
  /** Without it, the action's folder has been built already. */
  readonly isFresh?: boolean;
}

/** Runs every step in `workspace`; an action of somebody else's is noted and not run. */
export function runAction(workspace: string, event: ActionEvent): ActionRun {
  const home = standIns(event);
  const contexts = contextsOf(event);
  const outputs: Record<string, string> = {};
  const ran: Record<string, Readonly<Record<string, string>>> = {};
  let printed = '';
  let status = 0;
  for (const step of action.runs.steps) {
    const evaluate = (text: string) => expression(text, { ...contexts, outputs });
    const condition = step.if === undefined ? 'status == 0' : `status == 0 && (${step.if})`;
    if (!evaluate(condition.replace('status', String(status)))) continue;
    const filled = (values: Readonly<Record<string, string>> = {}) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          value.replace(/\$\{\{ (.*?) \}\}/g, (_, inner: string) => String(evaluate(inner))),
        ]),
      );
    ran[step.name] = filled(step.with);
    if (step.run === undefined) continue;
    const output = path.join(home, 'output');
    writeFileSync(output, '');
    const run = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: workspace,
      encoding: 'utf8',
      env: { ...environmentOf(home), GITHUB_OUTPUT: output, ...filled(step.env) },
    });
    printed += run.stdout + run.stderr;
    status = run.status ?? 1;
    if (step.id === 'scan') for (const [name, value] of readOutputs(output)) outputs[name] = value;
  }
  const calls = readFileSync(path.join(home, 'calls'), 'utf8').split('\n').filter(Boolean);
  return { status, printed, outputs, ran, calls, summary: readFileSync(path.join(home, 'summary'), 'utf8') };
}

/** The action's folder, with a command that runs the built one, and programs that must not be called for real. */
function standIns({ comment, isFresh = false }: ActionEvent): string {
  const home = temporaryFolder({ calls: '', summary: '' });
  const command = `require(${JSON.stringify(builtCommandLine())});\n`;
  for (const folder of ['bin', 'temp', 'action/dist']) mkdirSync(path.join(home, folder), { recursive: true });
  const built = path.join(home, 'action', 'dist', 'cli.js');
  const source = path.join(home, 'cli.js');
  writeFileSync(isFresh ? source : built, command);
  const log = `echo "$(basename "$0") $(basename "$PWD") $*" >> "${path.join(home, 'calls')}"\n`;
  const list = comment === null ? 'exit 1' : `case "$*" in *--jq*) echo "${comment ?? ''}" ;; esac`;
  const mode = { mode: 0o755 };
  writeFileSync(path.join(home, 'bin', 'gh'), `#!/bin/bash\n${log}${list}\n`, mode);
  writeFileSync(path.join(home, 'bin', 'npm'), `#!/bin/bash\n${log}cp "${source}" "${built}"\n`, mode);
  return home;
}

function environmentOf(home: string): Record<string, string | undefined> {
  return {
    PATH: `${path.join(home, 'bin')}:${process.env.PATH ?? ''}`,
    HOME: process.env.HOME,
    RUNNER_TEMP: path.join(home, 'temp'),
    GITHUB_ACTION_PATH: path.join(home, 'action'),
    GITHUB_REPOSITORY: 'owner/shop',
    GITHUB_STEP_SUMMARY: path.join(home, 'summary'),
  };
}

function contextsOf({ inputs = {}, pullRequest }: ActionEvent): object {
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default] as const);
  const event = pullRequest === undefined ? {} : { pull_request: { number: pullRequest } };
  return { inputs: { ...Object.fromEntries(defaults), ...inputs }, github: { token: 't0ken', event } };
}

/** GitHub's expressions, as far as this action uses them, are JavaScript's but for names with a hyphen. */
function expression(text: string, context: object): unknown {
  const script = text
    .replace(/inputs\.([\w-]+)/g, 'inputs["$1"]')
    .replace(/steps\.scan\.outputs\.(\w+)/g, '(outputs.$1 ?? "")');
  return vm.runInNewContext(script, context);
}

function readOutputs(file: string): readonly (readonly [string, string])[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('='))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
}
