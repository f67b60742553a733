import { raiseNamed } from '../../semantics/expressions/raise';
import { evaluated, type Outcome, type Site } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import type { CallArguments, SymbolValue, Value } from '../../semantics/values/values';
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

/** `os.environ["KEY"]`, `config["KEY"]` where somebody may catch what is raised when it is unset. */
export function settingOrKeyError(value: Value, isThere: string, site: Site, state: State): Outcome[] {
  const isCaught = site.frame.tryDepth > 0 && state.writes !== null;
  if (!isCaught || value.kind !== 'symbol' || value.nature !== 'setting') return evaluated(state, value);
  const isUnset = `${value.id} is None`;
  const isKnown = [value.id, isThere].some((id) => state.assumed(id) === true) || state.assumed(isUnset) === false;
  if (isKnown) return evaluated(state, value);
  const unset = state.fork();
  for (const [path, truth] of [
    [state, false],
    [unset, true],
  ] as const) {
    path.assume(isUnset, truth);
    path.note({
      kind: 'assume',
      id: isUnset,
      says: `${value.says} is None`,
      truth,
      isSetting: true,
      location: site.location,
    });
  }
  return [...evaluated(state, value), ...raiseNamed(unset, 'builtins.KeyError', site)];
}
