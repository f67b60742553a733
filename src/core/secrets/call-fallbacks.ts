import type { CallExpression, Expression } from '../python/syntax';
import { nameOf, textOf } from './credential-reads';

/** The name that a call asks for, and what it falls back to when nothing is there. */
export interface CallFallback {
  readonly name: string;
  readonly value: Expression;
}

const readers = /^(?:getenv|get|pop|setdefault|config|env|str|secret|get_secret|get_env|getenv_or_default|environ)$/;
const options = /^(?:option|add_argument|add_option)$/;

/**
 * Fallbacks of `os.getenv("API_KEY", …)`, `config.get(…)`, `click.option("--api-key", default=…)`, `add_argument`;
 * `behind` is what stands behind `or`.
 */
export function fallbacksIn(call: CallExpression, behind?: Expression): readonly CallFallback[] {
  const callee = nameOf(call.callee) ?? '';
  const positional = call.arguments.filter((argument) => argument.name === null);
  const named = call.arguments.find((argument) => argument.name === 'default' || argument.name === 'fallback');
  if (options.test(callee)) {
    const flag = positional.map((argument) => textOf(argument.value)).find((text) => text?.startsWith('--'));
    return flag && named ? [{ name: flag.slice(2), value: named.value }] : [];
  }
  if (!readers.test(callee)) return [];
  const names = positional.map((argument) => textOf(argument.value));
  // `ConfigParser.get("section", "api_key", fallback=…)` names the option second.
  const asked = names[0] === undefined || names[0] === null ? null : named && names[1] ? names[1] : names[0];
  const fallback = behind ?? (named ?? positional[1])?.value;
  return asked !== null && fallback ? [{ name: asked, value: fallback }] : [];
}
