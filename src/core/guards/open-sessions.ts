import type { PathEvent, State } from '../semantics/paths/state';
import type { Check, Opened } from '../semantics/values/credential-check';
import { type Deciding, strengthOf } from './strength';

/* A signed session is worth what the code asks for that writes it. https://flask.palletsprojects.com/en/stable/quickstart/#sessions */

/** Ends of a request's paths. */
type Ends = readonly { readonly outcome: { readonly state: State }; readonly events: readonly PathEvent[] }[];

/** What a route gives anybody a session value by. */
export type Opening = Omit<Opened, 'by'>;

/**
 * Session values that some path puts in for anybody: nobody was asked for a credential before, at least in some
 * deployments, and none was given to anything that may have tested or kept it.
 */
export function openedSessions(paths: Ends): ReadonlyMap<string, Opening> {
  const opened = new Map<string, Opening>();
  for (const { outcome, events } of paths)
    for (const [at, event] of events.entries()) {
      const weakness = event.kind === 'put' ? weaknessOf(events.slice(0, at), outcome.state) : undefined;
      if (event.kind !== 'put' || weakness === undefined) continue;
      const opening = { isChosen: event.isChosen, weakness };
      const known = opened.get(event.name);
      if (!known || isWiderThan(opening, known)) opened.set(event.name, opening);
    }
  return opened;
}

/** Whether more callers get a value by the one, or may choose it. */
export function isWiderThan(one: Opening, other: Opening): boolean {
  if ((one.weakness === null) !== (other.weakness === null)) return one.weakness === null;
  return one.isChosen && !other.isChosen;
}

/** Null where nothing was proved, the reason where it was in some deployments only; undefined where it was in all. */
function weaknessOf(events: readonly PathEvent[], state: State): string | null | undefined {
  if (events.some(isProof)) return undefined;
  const { rank, check } = strengthOf(events, state, undiscounted);
  if (rank < 2) return null;
  return rank === 3 ? check?.trap?.says : undefined;
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
    check.trap === null &&
    check.origins.every(({ source }) => source !== 'session')
  );
}
