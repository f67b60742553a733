/** Where text goes to a log or a terminal: calls of loggers in every spelling, `print`, streams, warnings. */
import type { CallExpression } from '../python/syntax';
import { nameOf } from '../secrets/credential-reads';
import type { Arrival, Sink } from './flow';

const levels = /^(?:debug|info|warning|warn|error|critical|exception|fatal|log|trace|success|notice|msg|bind)$/;
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

/** What a log must not get; `isService`: the file answers requests and is no command. Undefined for all that writes none. */
export function logSink(arrival: Arrival, isService: boolean): Sink | undefined {
  if (arrival.kind !== 'call') return undefined;
  const { call } = arrival;
  const isLogger = callsLogger(call);
  if (!isLogger && !callsWriter(call)) return undefined;
  return {
    start: call.start,
    to: 'log',
    values: call.arguments.filter(({ name }) => name === null || !settings.test(name)).map(({ value }) => value),
    does: isLogger ? 'logs' : 'prints',
    done: isLogger ? 'logged' : 'printed',
    // A command that prints a key shows it to the one who asked for it; a service prints into its log.
    accepts: ({ kind }) =>
      kind !== 'fields' && kind !== 'trace' && (isLogger || (kind !== 'made' && (isService || kind !== 'named'))),
  };
}

function callsLogger({ callee }: CallExpression): boolean {
  if (callee.kind !== 'attribute' || !levels.test(callee.name)) return false;
  const { object } = callee;
  const name = (object.kind === 'call' ? nameOf(object.callee) : nameOf(object)) ?? '';
  return loggerName.test(name) && !blogs.test(name);
}

function callsWriter({ callee }: CallExpression): boolean {
  const module = callee.kind === 'attribute' ? nameOf(callee.object) : callee.kind === 'name' ? '' : null;
  const name = nameOf(callee) ?? '';
  return module !== null && Object.hasOwn(writers, name) && writers[name]?.test(module) === true;
}
