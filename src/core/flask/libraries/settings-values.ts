import { evaluated, type Outcome } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import type { CallArguments, SymbolValue } from '../../semantics/values/values';
import { splitSetting } from './standard-library';

/** Text methods of a setting: it stays the setting; `split` makes a collection of keys. */
export function splitCall(
  receiver: SymbolValue,
  method: string,
  given: CallArguments,
  state: State,
): Outcome[] | undefined {
  if (receiver.nature !== 'setting') return undefined;
  if (method === 'split' || method === 'splitlines')
    return evaluated(state, splitSetting(receiver, given.positional.length > 0));
  if (/^(?:strip|lower|upper|encode|decode|rstrip|lstrip|replace|casefold|removeprefix|removesuffix)$/.test(method)) {
    // Whether the text is empty is asked of the transformed value as well as of the variable.
    return evaluated(state, { ...receiver, optional: false });
  }
  return undefined;
}
