import type { PathEvent, State } from '../semantics/paths/state';
import type { Check } from '../semantics/values/credential-check';
import { type Deciding, strengthOf } from './strength';

/* A signed session is worth what the code asks for that writes it. https://flask.palletsprojects.com/en/stable/quickstart/#sessions */

/** Ends of a request's paths. */
type Ends = readonly { readonly outcome: { readonly state: State }; readonly events: readonly PathEvent[] }[];

/**
 * Session values that some path puts in for anybody, and whether they are what the caller chose: nobody was asked for a
 * credential before, and none was given to anything that may have tested or kept it.
 */
export function openedSessions(paths: Ends): ReadonlyMap<string, boolean> {
  const opened = new Map<string, boolean>();
  for (const { outcome, events } of paths)
    for (const [at, event] of events.entries())
      if (event.kind === 'put' && opened.get(event.name) !== true && !hasProved(events.slice(0, at), outcome.state))
        opened.set(event.name, event.isChosen || opened.get(event.name) === true);
  return opened;
}

function hasProved(events: readonly PathEvent[], state: State): boolean {
  return events.some(isProof) || strengthOf(events, state, undiscounted).rank >= 2;
}

/** A check that refuses nobody puts the value in on its other path, too. */
const undiscounted: Deciding = { denying: new Set(), idle: new Set(), unreadable: new Map() };

const asksForProof = /passw|pwd|verif|authen|credential|valid|signature|otp|check_(?!in|out)/i;

function isProof(event: PathEvent): boolean {
  if (event.kind === 'given') return true;
  if (event.kind === 'check') return isOwnSecret(event);
  if (event.kind !== 'assume' || event.isSetting) return false;
  if (event.unfollowed) return isOwnSecret(event.unfollowed);
  // `if check(password) is None:` asks the opposite.
  return asksForProof.test(event.says) && event.truth !== event.says.endsWith(' is None');
}

/** A field of any name that equals what is kept for this caller; what stands in the code is no secret. */
function isOwnSecret({ check, passed }: { readonly check: Check; readonly passed: boolean }): boolean {
  return (
    passed &&
    check.strength === 'validated' &&
    check.isComparison &&
    check.isStaticKey !== true &&
    check.origins.every(({ source }) => source !== 'session')
  );
}
