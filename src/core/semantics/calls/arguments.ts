import type { Argument, Expression } from '../../python/syntax';
import { isInput } from '../expressions/checks';
import { currentMapping } from '../expressions/collections';
import { type Frame, type Machine, type Outcome, type Site, locate } from '../machine';
import type { State } from '../paths/state';
import { type CallArguments, type Value } from '../values/values';
import { noArguments } from '../values/call-arguments';

/** Evaluates the arguments of a call; unknown `*` and `**` leave it open. */
export function evaluateArguments(
  machine: Machine,
  call: Extract<Expression, { kind: 'call' }>,
  frame: Frame,
  state: State,
): { state: State; arguments: CallArguments; raised: Outcome | null }[] {
  const site: Site = { location: locate(frame, call), frame };
  const results: { state: State; arguments: CallArguments; raised: Outcome | null }[] = [];
  const collect = (rest: readonly Argument[], done: CallArguments, path: State): void => {
    const [first, ...others] = rest;
    if (first === undefined) {
      results.push({ state: path, arguments: done, raised: null });
      return;
    }
    for (const outcome of machine.evaluate(first.value, frame, path)) {
      if (outcome.raised) results.push({ state: outcome.state, arguments: done, raised: outcome });
      else collect(others, addArgument(machine, first, outcome.value, done, site, outcome.state), outcome.state);
    }
  };
  collect(call.arguments, noArguments, state);
  return results;
}

function addArgument(
  machine: Machine,
  argument: Argument,
  given: Value,
  done: CallArguments,
  site: Site,
  state: State,
): CallArguments {
  if (argument.star === '*') {
    const { items, open } = machine.iterate(given, site, state);
    return { ...done, positional: [...done.positional, ...items], open: done.open || open };
  }
  if (argument.star === '' && argument.name === null) return { ...done, positional: [...done.positional, given] };
  const keyword = new Map(done.keyword);
  if (argument.star === '**') {
    if (given.kind !== 'mapping') return { ...done, open: true, ...(isInput(given) && { spread: given }) };
    const { entries, open } = currentMapping(given, state);
    for (const entry of entries.values()) {
      if (entry.key.kind === 'constant') keyword.set(String(entry.key.value), entry.value);
    }
    return { ...done, keyword, open: done.open || open };
  }
  if (argument.name === null) return { ...done, positional: [...done.positional, given] };
  keyword.set(argument.name, given);
  return { ...done, keyword };
}
