import type { Location } from '../../text/span';
import { findMember } from '../calls/classes';
import { moduleScope, moduleFrame, type Machine, type Site } from '../machine';
import { isStrong, type State } from '../paths/state';
import { isOfCredential, type Check } from '../values/credential-check';
import { noArguments } from '../values/call-arguments';
import { isProxy } from './checks';
import type { InstanceValue, SymbolValue, Value } from '../values/values';

type Branches = { readonly truth: boolean; readonly state: State }[];

/** Splits a path by the truth of a value. See https://docs.python.org/3/library/stdtypes.html#truth-value-testing */
export function branch(machine: Machine, value: Value, state: State, location: Location): Branches {
  switch (value.kind) {
    case 'constant':
      return [{ truth: Boolean(value.value), state }];
    case 'sequence':
    case 'mapping': {
      const { items, open } = machine.iterate(value, { location, frame: noFrame }, state);
      if (items.length > 0) return [{ truth: true, state }];
      return open
        ? fork(`${value.kind}#${String(value.id)}`, 'a collection', state, location)
        : [{ truth: false, state }];
    }
    case 'symbol':
      return branchSymbol(value, state, location);
    case 'external':
      return isProxy(value.name) || /\.[a-z_]*[A-Z][a-z]\w*$/.test(value.name)
        ? [{ truth: true, state }]
        : fork(`external:${value.name}`, value.name, state, location, /\.[A-Z][A-Z0-9_]+$/.test(value.name));
    case 'choice':
      return mergeSameTruth(value.options.flatMap((option) => branch(machine, option, state.fork(), location)));
    case 'function':
      if (state.writes !== null)
        state.note({ kind: 'ignored', says: 'the function itself is tested, not its answer', location });
      return [{ truth: true, state }];
    case 'native':
      if (state.writes !== null && value.name === 'coroutine')
        state.note({ kind: 'ignored', says: 'the coroutine is not awaited, so the check never runs', location });
      return [{ truth: true, state }];
    case 'instance':
      return branchInstance(machine, value, state, location);
    default:
      return [{ truth: true, state }];
  }
}

/** An object that says itself whether it is true. https://docs.python.org/3/reference/datamodel.html#object.__bool__ */
function branchInstance(machine: Machine, object: InstanceValue, state: State, location: Location): Branches {
  const method = ['__bool__', '__len__'].find((name) => findMember(object.class, name));
  if (method === undefined || asked.has(object)) return [{ truth: true, state }];
  const site: Site = { location, frame: noFrame };
  asked.add(object);
  try {
    return machine
      .call(machine.attribute(object, method, site, state), noArguments, site, state)
      .flatMap((outcome) =>
        outcome.raised
          ? [{ truth: true, state: outcome.state }]
          : branch(machine, outcome.value, outcome.state, location),
      );
  } finally {
    asked.delete(object);
  }
}

/** Objects that are being asked: one that tests itself there ends. */
const asked = new Set<InstanceValue>();

/** Choices between constants give the same truth many times over; one path for each truth and knowledge is enough. */
function mergeSameTruth(branches: Branches): Branches {
  const seen = new Set<string>();
  return branches.filter(({ truth, state }) => {
    const key = `${String(truth)}${String(state.signature.key)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

// Collections know their items without a frame; `iterate` needs one only for calls.
const noFrame = moduleFrame(moduleScope({ file: '', name: '' }, 0));

function fork(id: string, says: string, state: State, location: Location, isSetting = false): Branches {
  const known = state.assumed(id);
  if (known !== undefined) return [{ truth: known, state }];
  const other = state.fork();
  for (const [path, truth] of [
    [state, true],
    [other, false],
  ] as const) {
    path.assume(id, truth);
    path.note({ kind: 'assume', id, says, truth, isSetting, location });
  }
  return [
    { truth: true, state },
    { truth: false, state: other },
  ];
}

function branchSymbol(symbol: SymbolValue, state: State, location: Location): Branches {
  if (symbol.negationOf)
    return branchSymbol(symbol.negationOf, state, location).map((side) => ({ truth: !side.truth, state: side.state }));
  if (symbol.isTruthy === true) return [{ truth: true, state }];
  const known = knownTruth(symbol, state);
  if (known !== undefined) return [{ truth: known, state }];
  const whenFalse = state.fork();
  decide(symbol, true, state, location);
  decide(symbol, false, whenFalse, location);
  return [
    { truth: true, state },
    { truth: false, state: whenFalse },
  ];
}

/** What a path already knows of a symbol's truth. */
export function knownTruth(symbol: SymbolValue, state: State): boolean | undefined {
  const own = state.assumed(symbol.id);
  if (own !== undefined) return own;
  if (symbol.sameTruth) {
    const base = state.assumed(symbol.sameTruth.id);
    // Truthy means not None; falsy may be None or empty.
    if (base === true) return !symbol.sameTruth.negated;
  }
  return truthBySending(symbol.ifTrue, true, state) ?? truthBySending(symbol.ifFalse, false, state);
}

/** The truth of a test that only one of its answers fits to what was sent. */
function truthBySending(check: Check | null | undefined, whenPassed: boolean, state: State): boolean | undefined {
  for (const { field, passed, failed } of check?.sending ?? []) {
    if ((state.sent(field) & passed) === 0) return !whenPassed;
    if ((state.sent(field) & failed) === 0) return whenPassed;
  }
  return undefined;
}

function decide(symbol: SymbolValue, truth: boolean, state: State, location: Location): void {
  state.assume(symbol.id, truth);
  const [holds, fails]: (Check | null | undefined)[] = truth
    ? [symbol.ifTrue, symbol.ifFalse]
    : [symbol.ifFalse, symbol.ifTrue];
  if (holds) state.learn(holds, true);
  if (fails) state.learn(fails, false);
  if (holds && matters(holds, state)) state.note({ kind: 'check', check: holds, passed: true });
  else if (fails && matters(fails, state)) state.note({ kind: 'check', check: fails, passed: false });
  else {
    const check = holds ?? fails;
    const asked = check && { check, passed: check === holds };
    state.note({
      kind: 'assume',
      id: symbol.id,
      says: symbol.says,
      truth,
      isSetting: symbol.nature === 'setting',
      ...(asked && (state.isSettled ? { settled: asked } : { unfollowed: asked })),
      location,
    });
  }
}

/**
 * Every noted check doubles the paths, so only those are noted that can change the verdict: tests of data that is no
 * credential by its name only when asked for, tests of presence only until the caller is validated.
 */
function matters(check: Check, state: State): boolean {
  if (isStrong(check)) return true;
  if (state.isSettled) return false;
  if (isOfCredential(check)) return true;
  return state.followsWeak;
}
