import type { CallExpression, Expression, ModuleSyntax } from '../python/syntax';
import { credentialFlows } from '../leaks/credential-flows';
import { namedValues } from '../python/named-values';
import { visitModule, type Surroundings } from '../python/visit';
import { mayAddress } from '../leaks/addresses';
import { mayRespond } from '../leaks/responses';
import { isApp, isOn, writtenSettings, type WrittenSetting } from '../leaks/written-settings';
import { nameOf, textOf } from '../secrets/credential-reads';
import { childrenOf } from '../python/syntax-children';
import { reportFlow } from './flow-report';
import type { FileReport, FileRule } from './rule';
import { isTestFile } from './test-path';

/** The debugger or stack traces are there for callers. */
export const debugEnabled: FileRule = {
  id: 'debug-enabled',
  title: 'Debug mode is on',
  severity: 'warning',
  why: 'With debug mode on, an error shows source and variables, and Werkzeug’s console runs whatever a caller types. It belongs in the developer’s environment, never in the code that is deployed.',
  bad: 'if __name__ == "__main__":\n    app.run(debug=True)\n',
  good: 'if __name__ == "__main__":\n    app.run()  # debug: FLASK_DEBUG=1 in the developer’s environment\n',
  cwe: ['CWE-489', 'CWE-209'],
  owasp: ['API8:2023'],
  pci: ['2.2.6', '6.2.4'],
  fixes: ['debug-from-environment', 'ignore'],
  isAbout: (file) =>
    (file.endsWith('.py') || isEnvironmentFile.test(file)) && !isTestFile(file) && !forDevelopers.test(file),
  mayFind: (text) =>
    maySet.test(text) ||
    mayBeSet.test(text) ||
    (setsEnvironment.test(text) && text.includes('development')) ||
    (mayRun.test(text) && runsInDebug.test(text)) ||
    (showsTrace.test(text) && (mayRespond(text) || mayAddress(text))),
  checkFile: ({ file, text, syntax }) => {
    const module = syntax();
    if (!module) return inEnvironment(text);
    const traces = showsTrace.test(text)
      ? credentialFlows(module, text).filter((flow) => flow.watched.kind === 'trace')
      : [];
    return [
      ...inSettings(module, file, text),
      ...inCalls(module),
      // One report speaks for a file: whoever does this does it in every handler.
      ...traces.slice(0, 1).map((flow) => reportFlow(file, flow, remedyFor(traces.length))),
    ];
  },
};

/** `DEBUG = …`, `"DEBUG": …`, `setdefault("DEBUG", …)`, `DEBUG: bool = …`; `if DEBUG:` sets nothing. */
const maySet =
  /DEBUG["'\]]*\s*=(?!=|\s*(?:0|False|None)\b)|DEBUG["']\s*[:,]|DEBUG\s*:[^=\n]{1,80}=|(?:[Aa]pp|APP|[Aa]pplication|APPLICATION|[Ss]erver|SERVER)["'\]]*\s*\.\s*debug\s*[:=]|\bsetattr\s*\([^()\n]*debug|DebuggedApplication/;
const setsEnvironment = /ENV["'\]]*\s*[:=,]/;
const showsTrace = /format_(?:exc|exception|tb)\b/;
/** In environment files in any case. */
const mayBeSet = /FLASK_(?:DEBUG|ENV)/i;
const mayRun = /(?:app(?:lication)?|server|(?:socketio|manager)\w*)["'\]]*\s*\.\s*run\b|\brun_simple\b/i;
const runsInDebug = /\b(?:debug|use_debugger|use_evalex)\b|\.run\([^()\n]*,\s*True\s*\)/;

function remedyFor(count: number): string {
  const more = count > 1 ? ` (as do ${String(count - 1)} more answers in this file)` : '';
  return `log it, and answer with a plain error${more}`;
}

/** Files and classes that only a developer's machine uses: debug mode is what they are for. */
const forDevelopers =
  /(?:^|[/_.-])(?:dev|develop|development|local|example|examples|sample|dist|template)(?:[/_.-]|$)/i;
const nameForDevelopers = /dev(?![a-z]*ice)|local|test|debug/i;
/** https://flask.palletsprojects.com/en/stable/cli/#environment-variables-from-dotenv */
const isEnvironmentFile =
  /(?:^|\/)(?:\.flaskenv|\.env(?:\.\w+)*|\w*\.env|Dockerfile[\w.-]*|(?:docker-)?compose[\w.-]*\.ya?ml)$/;

function inEnvironment(text: string): FileReport[] {
  const line =
    /^[ \t]*(?:export[ \t]+|ENV[ \t]+|-[ \t]*["']?)?((?:FLASK_DEBUG[ \t]*[=: ][ \t]*["']?(?:1|true|yes|on))|(?:FLASK_ENV[ \t]*[=: ][ \t]*["']?development))["']?[ \t]*(?:#.*)?$/gim;
  return [...text.matchAll(line)].map((match) => {
    const [whole, setting = ''] = match;
    const start = match.index + whole.indexOf(setting);
    return {
      start,
      end: start + setting.length,
      message: 'This turns debug mode on wherever the file is deployed: keep it in the developer’s own environment.',
    };
  });
}

function inSettings(module: ModuleSyntax, file: string, text: string): FileReport[] {
  const isConfiguration = /(?:config|settings|default)[^/]*\.py$|(?:^|\/)(?:config|settings)\//i.test(file);
  return writtenSettings(module).flatMap((setting) => {
    const { start, end, name, className, isConstant, around } = setting;
    if (!turnsOn(setting) || (isConstant && !isConfiguration)) return [];
    // A class for developers is reported only where the same file uses it outright.
    if (className !== null && nameForDevelopers.test(className) && !usesOutright(text, className)) return [];
    if (isForDevelopers(around)) return [];
    return [{ start, end, message: `${name} turns debug mode on: read it from the developer’s environment instead.` }];
  });
}

/** `if args.dev:`, `def local_main():`: whoever runs this asked for it. */
function isForDevelopers({ function: inside, conditions }: Surroundings): boolean {
  return (
    nameForDevelopers.test(inside?.name ?? '') ||
    conditions.some((test) => [...namesIn(test)].some((name) => nameForDevelopers.test(name)))
  );
}

/** Names, attributes and texts of an expression. */
function* namesIn(node: Expression): Generator<string> {
  const name = nameOf(node) ?? textOf(node);
  if (name !== null) yield name;
  for (const child of childrenOf(node)) yield* namesIn(child);
}

function usesOutright(text: string, className: string): boolean {
  return new RegExp(
    `^(?:\\w+\\.)?app\\.config\\.from_object\\(\\s*["']?(?:[\\w.]*\\.)?${className}["']?\\s*\\)`,
    'm',
  ).test(text);
}

function turnsOn({ name, value }: WrittenSetting): boolean {
  if (name === 'ENV' || name === 'FLASK_ENV') return textOf(value) === 'development';
  return (name === 'DEBUG' || name === 'FLASK_DEBUG') && isOn(value);
}

function inCalls(module: ModuleSyntax): FileReport[] {
  const reports: FileReport[] = [];
  const values = namedValues(module);
  visitModule(module, (node, around) => {
    if (node.kind !== 'call' || isForDevelopers(around)) return;
    const argument = debugArgument(node, (value) => values(value, around.function));
    if (argument)
      reports.push({
        start: argument.start,
        end: argument.end,
        message: 'This turns debug mode on wherever it runs: leave it to FLASK_DEBUG in the developer’s environment.',
      });
  });
  return reports;
}

type Values = (node: Expression) => readonly Expression[];

/** `app.run(debug=True)`, `socketio.run(app, debug=True)`, `run_simple(…, use_debugger=True)`, `DebuggedApplication(app)`. */
function debugArgument(
  call: CallExpression,
  values: Values,
): CallExpression['arguments'][number] | CallExpression | undefined {
  // `run = app.run` is the same.
  const [callee = call.callee] = values(call.callee);
  const name = nameOf(callee) ?? '';
  if (name === 'DebuggedApplication') return call;
  const isAppRun = name === 'run' && callee.kind === 'attribute' && isApp(callee.object);
  const isOthers =
    name === 'run' && callee.kind === 'attribute' && /socketio|manager/i.test(nameOf(callee.object) ?? '');
  if (!isAppRun && !isOthers && name !== 'run_simple') return undefined;
  const turnsOnHere = (value: Expression): boolean => values(value).every(isOn);
  return call.arguments.find((argument, at) => {
    if (argument.star === '**') return values(argument.value).every((one) => hasDebugEntry(one, turnsOnHere));
    // `Flask.run(host, port, debug)`: https://flask.palletsprojects.com/en/stable/api/#flask.Flask.run
    const isDebug = argument.name === null ? isAppRun && at === 2 : debugNames.test(argument.name);
    return isDebug && argument.star === '' && turnsOnHere(argument.value);
  });
}

const debugNames = /^(?:debug|use_debugger|use_evalex)$/;

function hasDebugEntry(options: Expression, isTurnedOn: (value: Expression) => boolean): boolean {
  return (
    options.kind === 'dict' &&
    options.entries.some(({ key, value }) => debugNames.test(textOf(key ?? undefined) ?? '') && isTurnedOn(value))
  );
}
