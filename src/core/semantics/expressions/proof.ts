import type { Location } from '../../text/span';
import type { Machine, Outcome } from '../machine';
import type { State } from '../paths/state';
import { strengthRank, type Check } from '../values/credential-check';
import { withoutClearedTrap } from '../values/unset-trap';
import { constant, opaque, type SymbolValue, type Value } from '../values/values';

/* Tests that run where paths do not part: once for each item of a collection. What such a test proves is kept in its value. */

/** The ways a test may end, as one value that says what it proves where it holds. */
export function asTest(machine: Machine, outcomes: readonly Outcome[], base: State, location: Location): Value {
  const ended = outcomes.filter(({ raised }) => !raised);
  const [only] = ended;
  if (only === undefined) return opaque(`unknown@${String(location.span.start)}`);
  if (ended.length === 1 && only.state.events === base.events) return only.value;
  const sides = ended.flatMap(({ value, state }) => machine.branch(value, state.fork(), location));
  if (!sides.some(({ truth }) => truth)) return constant(false);
  const [holding, failing] = [true, false].map((answer) =>
    weakest(sides.filter(({ truth }) => truth === answer).map(({ state }) => strongestPassed(state, base))),
  );
  const isNegative = rankOf(failing) > rankOf(holding);
  const proof = isNegative ? failing : holding;
  if (!proof) return only.value;
  return {
    kind: 'symbol',
    id: `test@${location.file}:${String(location.span.start)}(${isNegative ? 'not ' : ''}${proof.id})`,
    says: proof.says,
    nature: 'server',
    origins: proof.origins,
    ifTrue: isNegative ? null : proof,
    ifFalse: isNegative ? proof : null,
  } satisfies SymbolValue;
}

/** What is proved on each of several ways: undefined where one of them proves nothing. */
function weakest(proofs: readonly (Check | undefined)[]): Check | undefined {
  return proofs.reduce((least, proof) => (rankOf(proof) < rankOf(least) ? proof : least), proofs[0]);
}

/** The first check among tests that is more than a look at what was sent. */
export function validatingCheck(tests: readonly Value[]): Check | null {
  for (const test of tests) if (test.kind === 'symbol' && test.ifTrue?.strength === 'validated') return test.ifTrue;
  return null;
}

/** What is left of a collection by a test: who finds something there has passed it. */
export function filteredBy(check: Check, location: Location): SymbolValue {
  return {
    ...opaque(`filtered@${String(location.span.start)}`, 'the matching entries'),
    nature: 'lookup',
    ifTrue: check,
    ifMissing: 'empty',
    origins: check.origins,
  };
}

function strongestPassed(state: State, base: State): Check | undefined {
  let best: Check | undefined;
  for (let at = state.events; at !== null && at !== base.events; at = at.previous) {
    if (at.event?.kind !== 'check' || !at.event.passed) continue;
    const check = withoutClearedTrap(at.event.check, state);
    if (rankOf(check) > rankOf(best)) best = check;
  }
  return best;
}

function rankOf(check: Check | undefined): number {
  return check === undefined ? -1 : strengthRank(check) * 2 + Number(check.trap === null);
}

/** What gives items one by one, before anybody asked for one: an object, and as such true. */
export function untouched(value: Value): Value {
  return value.kind === 'symbol' ? { ...value, isTruthy: true } : value;
}

/** The same, gone through: it is as true as what it gave. */
export function goneThrough(value: SymbolValue): SymbolValue {
  return { ...value, isTruthy: false };
}
