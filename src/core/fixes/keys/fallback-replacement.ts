/** Keys that a call falls back to: of the environment, of settings, of a command's option. */
import type { CallExpression, Expression, ModuleSyntax, Statement } from '../../python/syntax';
import { readBranch } from '../../secrets/alternatives';
import { fieldRead, nameOf, textOf } from '../../secrets/credential-reads';
import type { KeyLiteral } from '../../secrets/find-key-literals';
import type { Span } from '../../text/span';
import { findNode } from '../edits/syntax-walk';

/** What is replaced by what; `value` is what the variable must hold so that the program runs as before. */
export interface KeyReplacement extends Span {
  readonly newText: string;
  readonly value: string;
}

/** A call, with the index of the argument that is the key; -1 where the key stands behind `or`. */
interface Reader {
  readonly call: CallExpression;
  readonly index: number;
  /** The call, and `or` with the key. */
  readonly whole: Span;
}

/** The variable that the call asks for by name already; undefined where it asks for something else. */
export function variableAsked(key: KeyLiteral, syntax: ModuleSyntax): string | undefined {
  const reader = readerOf(key, syntax);
  if (!reader) return variableChosen(key, syntax);
  const { call } = reader;
  if (isOption(call)) return textOf(call.arguments.find(({ name }) => name === 'envvar')?.value) ?? undefined;
  return isEnvironmentRead(call) || isSettingsLibrary(call) ? (key.name ?? undefined) : undefined;
}

function variableChosen(key: Span, syntax: ModuleSyntax): string | undefined {
  const read = choiceOf(key, syntax)?.read;
  return textOf(read && fieldRead(read)?.field) ?? undefined;
}

/** Without the fallback the program stops, or asks, where the variable is unset. */
export function replaceFallback(
  key: KeyLiteral,
  { syntax, text }: { readonly syntax: ModuleSyntax; readonly text: string },
  read: string,
  variable: string,
): KeyReplacement | undefined {
  const { value } = key;
  const reader = readerOf(key, syntax);
  if (!reader) {
    const choice = choiceOf(key, syntax);
    return choice && { start: choice.whole.start, end: choice.whole.end, newText: read, value };
  }
  const { call, index, whole } = reader;
  if (isEnvironmentRead(call)) return { start: whole.start, end: whole.end, newText: read, value };
  const argument = index < 1 ? undefined : argumentSpan(call, index, text);
  if (!argument) return undefined;
  if (isSettingsLibrary(call)) return { ...argument, newText: '', value };
  if (isOption(call)) {
    const has = (asked: string): boolean => call.arguments.some(({ name }) => name === asked);
    if (has('is_flag') || has('multiple') || has('nargs')) return undefined;
    const envvar = has('envvar') ? '' : `, envvar="${variable}"`;
    return { ...argument, newText: has('required') || has('prompt') ? envvar : `${envvar}, required=True`, value };
  }
  if (nameOf(call.callee) === 'add_argument') return replaceArgument({ call, argument, value }, read, variable);
  if (!isSettingsRead(call)) return undefined;
  const { start, end } = call;
  const kept = `${text.slice(start, argument.start)}${text.slice(argument.end, end)} or ${read}`;
  return { start, end, newText: standsAlone(call, syntax) ? kept : `(${kept})`, value };
}

/** https://docs.python.org/3/library/argparse.html#required: the option may be left out only where the variable is set. */
function replaceArgument(
  { call, argument, value }: { readonly call: CallExpression; readonly argument: Span; readonly value: string },
  read: string,
  variable: string,
): KeyReplacement | undefined {
  const has = (asked: string): boolean => call.arguments.some(({ name }) => name === asked);
  const isOptional = textOf(call.arguments[0]?.value)?.startsWith('-') === true;
  if (!isOptional || has('action') || has('nargs') || has('const')) return undefined;
  // What must be given has no use for a fallback.
  if (has('required')) return { ...argument, newText: '', value };
  const environ = read.slice(0, read.lastIndexOf('['));
  return {
    ...argument,
    newText: `, default=${environ}.get("${variable}"), required="${variable}" not in ${environ}`,
    value,
  };
}

/** `os.environ["KEY"] if "KEY" in os.environ else "…"`, and the read in it. */
function choiceOf(key: Span, syntax: ModuleSyntax): { readonly whole: Span; readonly read: Expression } | undefined {
  const whole = findNode(
    syntax.body,
    (node): node is Expression & { readonly kind: 'conditional' } =>
      node.kind === 'conditional' &&
      [node.whenTrue, node.whenFalse].some(({ start, end }) => start === key.start && end === key.end),
  );
  const read = whole && readBranch(whole);
  return read && nameOf(fieldRead(read)?.container ?? read) === 'environ' ? { whole, read } : undefined;
}

function readerOf(key: Span, syntax: ModuleSyntax): Reader | undefined {
  const isKey = (node: Span): boolean => node.start === key.start && node.end === key.end;
  const found = findNode(
    syntax.body,
    (node): node is Expression =>
      (node.kind === 'call' && node.arguments.some(({ value }) => isKey(value))) ||
      (node.kind === 'boolean' && node.operator === 'or' && isKey(node.right) && node.left.kind === 'call'),
  );
  if (found?.kind === 'call')
    return { call: found, index: found.arguments.findIndex(({ value }) => isKey(value)), whole: found };
  return found?.kind === 'boolean' && found.left.kind === 'call'
    ? { call: found.left, index: -1, whole: found }
    : undefined;
}

/** An argument with the comma before it; undefined where more than that stands between the two. */
function argumentSpan(call: CallExpression, index: number, text: string): Span | undefined {
  const before = call.arguments[index - 1]?.value.end;
  const value = call.arguments[index]?.value;
  if (before === undefined || !value || !/^\s*,\s*(?:\w+\s*=\s*)?$/.test(text.slice(before, value.start)))
    return undefined;
  return { start: before, end: value.end };
}

/** The value of an assignment, an argument or a return, where `a or b` needs no brackets. */
function standsAlone(call: Span, syntax: ModuleSyntax): boolean {
  const isCall = (node: Span | null): boolean => node?.start === call.start && node.end === call.end;
  return (
    findNode(
      syntax.body,
      (node): node is Statement | Expression =>
        ((node.kind === 'assign' || node.kind === 'return') && isCall(node.value)) ||
        (node.kind === 'call' && node.arguments.some(({ value, star }) => star === '' && isCall(value))),
    ) !== undefined
  );
}

/** `os.getenv(…)`, `os.environ.get(…)`, `os.environ.setdefault(…)` and what `from os import …` makes of them. */
function isEnvironmentRead({ callee }: CallExpression): boolean {
  if (callee.kind === 'name') return callee.id === 'getenv';
  if (callee.kind !== 'attribute') return false;
  const isEnviron = nameOf(callee.object) === 'environ';
  return callee.name === 'getenv' || (isEnviron && /^(?:get|setdefault)$/.test(callee.name));
}

/** `config("KEY", default=…)` of python-decouple, `env("KEY", default=…)` and `env.str("KEY", …)` of environs and django-environ: without a fallback they raise. */
function isSettingsLibrary({ callee }: CallExpression): boolean {
  if (callee.kind === 'name') return callee.id === 'config' || callee.id === 'env';
  return callee.kind === 'attribute' && nameOf(callee.object) === 'env' && /^(?:str|get_value)$/.test(callee.name);
}

/** https://click.palletsprojects.com/en/stable/options/#values-from-environment-variables */
function isOption({ callee }: CallExpression): boolean {
  return nameOf(callee) === 'option';
}

/** `app.config.get("KEY", …)`: of a mapping, which gives None for what it lacks. */
function isSettingsRead({ callee, arguments: given }: CallExpression): boolean {
  return (
    callee.kind === 'attribute' &&
    callee.name === 'get' &&
    /^(?:config|settings|conf)$/i.test(nameOf(callee.object) ?? '') &&
    given.length === 2 &&
    given.every(({ name, star }) => name === null && star === '')
  );
}
