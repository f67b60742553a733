import { isCleared } from '../semantics/values/unset-trap';
import type { Strength } from '../results/results';
import type { PathEvent, State } from '../semantics/paths/state';
import { isOfCredential, type Check, mayBeOfCaller } from '../semantics/values/credential-check';
import { testOf } from '../semantics/values/sending';
import { isIdentifier } from '../flask/requests/field-names';

/** 0 nothing, 1 present, 2 cannot be read, 3 validated in some deployments only, 4 validated. */
export interface PathStrength {
  readonly rank: number;
  /** The check that counts most; null without one. */
  readonly check: Check | null;
  /** Why a validation holds in some deployments only. */
  readonly weakness: string | null;
  /** Something was done before the caller was validated, or refused. */
  readonly workedBefore: boolean;
}

/** What the paths together say about checks. */
export interface Deciding {
  /** Checks whose failure is the last one before a refusal: data that is no credential by its name counts only so. */
  readonly denying: Pick<ReadonlySet<string>, 'has'>;
  /** Checks that decide nothing for callers without a valid key. */
  readonly idle: ReadonlySet<string>;
  /** Tests of unknown values that look like questions about the caller and whose answer (the truth here) refuses. */
  readonly unreadable: ReadonlyMap<string, boolean>;
}

/** While the ends of the paths are not known: only what is a credential by its name counts. */
export const nothingDecided: Deciding = { denying: new Set(), idle: new Set(), unreadable: new Map() };

/** The same, where every validation of what the caller sent may turn out to decide. */
export const anythingDecides: Deciding = { ...nothingDecided, denying: { has: () => true } };

/** What a path knows about the caller at its end. */
export function strengthOf(events: readonly PathEvent[], state: State, deciding: Deciding): PathStrength {
  let best: PathStrength = { rank: 0, check: null, weakness: null, workedBefore: false };
  let worked: string | null = null;
  let isCheckedLate = false;
  events.forEach((event) => {
    if (event.kind === 'effect') worked ??= `${event.says} runs before the check`;
    if (event.kind === 'left' && !event.isRefusal) {
      worked ??= 'the view runs before the check';
      isCheckedLate = true;
    }
    if (event.kind === 'check' && worked !== null) isCheckedLate = true;
    if (event.kind === 'assume' && best.rank < 2 && deciding.unreadable.get(event.id) === !event.truth)
      best = { ...best, rank: 2, check: unreadableCheck(event) };
    if (event.kind !== 'check' || !event.passed || isMerelyTrapped(event.check, state)) return;
    // Whether anything was sent is of no use any more.
    if (worked !== null && event.check.strength === 'present') return;
    const weakness = trapOf(event.check, state) ?? worked;
    const rank = rankOf(event.check, deciding, weakness !== null);
    const explains = rank === best.rank && event.check.trap !== null && best.check?.trap === null;
    if (rank > best.rank || explains) best = { rank, check: event.check, weakness, workedBefore: false };
  });
  return { ...best, workedBefore: isCheckedLate };
}

function unreadableCheck(event: Extract<PathEvent, { kind: 'assume' }>): Check {
  return {
    id: event.id,
    strength: 'unverified',
    origins: [],
    says: `${event.says} is tested, but cannot be read`,
    location: event.location,
    trap: null,
    isComparison: false,
  };
}

function trapOf(check: Check, state: State): string | null {
  if (check.trap === null || check.strength !== 'validated') return null;
  return isCleared(check.trap, state) ? null : check.trap.says;
}

/** Passed with what only an unset variable lets pass: nothing was proved anywhere. */
function isMerelyTrapped({ trap }: Check, state: State): boolean {
  return trap?.springs !== undefined && (state.sent(trap.springs.field) & ~trap.springs.when) === 0;
}

function rankOf(check: Check, { denying, idle }: Deciding, isWeak: boolean): number {
  if (idle.has(testOf(check)) && check.isDeclared !== true) return 0;
  if (check.strength === 'none') return 0;
  const isCredential = isOfCredential(check);
  if (check.strength === 'present') return isCredential || denying.has(check.id) ? 1 : 0;
  const isPath = check.origins.every((origin) => origin.source === 'path');
  if (!isCredential && (isPath || !mayBeOfCaller(check) || !denying.has(check.id))) return 0;
  if (check.strength === 'unverified') return 2;
  // A name that is looked up was only known; one that is compared with the server's own key is that key.
  if (check.isStaticKey !== true && check.origins.length > 0 && check.origins.every(isIdentifier)) return 1;
  return isWeak ? 3 : 4;
}

/** Strength of a rank, for reports. */
export function strengthName(rank: number): Strength {
  return rank >= 3 ? 'validated' : rank === 2 ? 'unverified' : rank === 1 ? 'present' : 'none';
}
