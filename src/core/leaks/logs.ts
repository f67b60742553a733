/** Where text goes to a log or a terminal: calls of loggers in every spelling, `print`, streams, warnings. */
import type { CallExpression } from '../python/syntax';
import { nameOf } from '../secrets/credential-reads';
import { namesCredential, readsCredential } from './credentials';
import type { Arrival, Sink } from './flow';

const levels = new Set(
  'debug info warning warn error critical exception fatal log trace success notice msg bind'.split(' '),
);
/** Names under which loggers go; `blog` and `catalog` are none. */
const loggerName =
  /^(?:_{0,2}(?:app_?|my_?|root_?|access_?|audit_?|security_?)?log(?:ger|ging|s)?\d?|[A-Za-z_]+_log(?:ger)?|[a-z]+Log(?:ger)?|structlog|getLogger|get_logger)$/i;
const blogs = /blog$|catalog$|dialog$|changelog$/i;
/** Functions that write without a logger, by module. */
const writers: Readonly<Record<string, RegExp>> = {
  print: /^(?:)$/,
  pprint: /^(?:pprint)?$/,
  pp: /^pprint$/,
  write: /^(?:stderr|stdout)$/,
  writelines: /^(?:stderr|stdout)$/,
  warn: /^warnings$/,
  warn_explicit: /^warnings$/,
  echo: /^click$/,
  secho: /^click$/,
  syslog: /^syslog$/,
  capture_message: /./,
  set_extra: /sentry/,
  set_context: /sentry/,
};
/** Arguments of `print`, `logging` and `click.echo` that are no text. */
const settings = /^(?:exc_info|stack_info|stacklevel|file|end|sep|flush|err|nl|color|fg|bg|bold|category|level)$/;

/** Whether a file answers requests and is no command. */
export function isService(text: string): boolean {
  return /\bflask\b/i.test(text) && !/\.command\b|\bargparse\b|\bgetpass\b/.test(text);
}

/** Names of a text that stand for loggers by what they are: `audit = getLogger()`, `import logging as out`, `from logging import info`. */
export function loggersIn(text: string): ReadonlySet<string> {
  const loggers = new Set<string>();
  if (!/getLogger|get_logger|\blogging as\b|\bfrom (?:logging|structlog|loguru)\b/.test(text)) return loggers;
  const makers = ['getLogger', 'get_logger'];
  for (const [, name = ''] of text.matchAll(/^[ \t]*import logging as (\w+)/gm)) loggers.add(name);
  for (const [, names = ''] of text.matchAll(/^[ \t]*from (?:logging|structlog|loguru) import ([^\n#]+)/gm))
    for (const [, name = '', alias = name] of names.matchAll(/(\w+)(?: as (\w+))?/g)) {
      if (makers.includes(name)) makers.push(alias);
      else if (name === 'logger' || levels.has(name)) loggers.add(alias);
    }
  const bound = new RegExp(String.raw`\b(\w+)[ \t]*(?::[^=\n]{1,60})?=[ \t]*(?:\w+\.)*(?:${makers.join('|')})\(`, 'g');
  for (const [, name = ''] of text.matchAll(bound)) loggers.add(name);
  return loggers;
}

/** What a log must not get; `isServed`: in a file of a service. Undefined for all that writes none. */
export function logSink(arrival: Arrival, isServed: boolean, loggers: ReadonlySet<string>): Sink | undefined {
  if (arrival.kind !== 'call') return undefined;
  const { call } = arrival;
  const isLogged = callsLogger(call, loggers);
  if (!isLogged && !callsWriter(call)) return undefined;
  return {
    start: call.start,
    to: 'log',
    values: call.arguments.filter(({ name }) => name === null || !settings.test(name)).map(({ value }) => value),
    does: isLogged ? 'logs' : 'prints',
    done: isLogged ? 'logged' : 'printed',
    // A command that prints a key shows it to the one who asked for it; a service prints into its log.
    accepts: ({ kind }) =>
      kind !== 'fields' && kind !== 'trace' && (isLogged || (kind !== 'made' && (isServed || kind !== 'named'))),
  };
}

const mayBeSink = new RegExp(String.raw`\b(${[...levels, ...Object.keys(writers)].join('|')})\s*\(`, 'g');

/** False only for a text whose logs and prints hold no credential: a look that costs far less than parsing it. */
export function mayLogCredential(text: string): boolean {
  const loggers = loggersIn(text);
  let isPrinted = false;
  for (const match of text.matchAll(mayBeSink)) {
    const [, name = ''] = match;
    const owner = ownerBefore(text, match.index);
    if (levels.has(name) && (owner === undefined || isLogger(owner || name, loggers)))
      return readsCredential(text) || namesCredential(text);
    isPrinted ||= Object.hasOwn(writers, name) && (owner === undefined || writers[name]?.test(owner) === true);
  }
  // What is just named like a key may be printed by a command.
  return isPrinted && (readsCredential(text) || (isService(text) && namesCredential(text)));
}

/** The name before the dot in front of an offset; empty without a dot, undefined where something else stands before it. */
function ownerBefore(text: string, offset: number): string | undefined {
  const before = text.slice(Math.max(0, offset - 100), offset).trimEnd();
  return before.endsWith('.') ? /\w+(?=\.$)/.exec(before)?.[0] : '';
}

function callsLogger({ callee }: CallExpression, loggers: ReadonlySet<string>): boolean {
  if (callee.kind === 'name') return levels.has(callee.id) && loggers.has(callee.id);
  if (callee.kind !== 'attribute' || !levels.has(callee.name)) return false;
  const { object } = callee;
  return isLogger((object.kind === 'call' ? nameOf(object.callee) : nameOf(object)) ?? '', loggers);
}

function isLogger(name: string, loggers: ReadonlySet<string>): boolean {
  return loggers.has(name) || (loggerName.test(name) && !blogs.test(name));
}

function callsWriter({ callee }: CallExpression): boolean {
  const module = callee.kind === 'attribute' ? nameOf(callee.object) : callee.kind === 'name' ? '' : null;
  const name = nameOf(callee) ?? '';
  return module !== null && Object.hasOwn(writers, name) && writers[name]?.test(module) === true;
}
