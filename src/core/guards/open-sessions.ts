import type { PathEvent, State } from '../semantics/paths/state';
import type { Check, Opened } from '../semantics/values/credential-check';
import { type Deciding, strengthOf } from './strength';

/* A signed session is worth what the code asks for that writes it. https://flask.palletsprojects.com/en/stable/quickstart/#sessions */

/** Ends of a request's paths. */
type Ends = readonly { readonly outcome: { readonly state: State }; readonly events: readonly PathEvent[] }[];

/** What a route gives anybody a session value by. */
export type Opening = Omit<Opened, 'by'>;

/** Some path puts a value in. */
interface Put {
  readonly name: string;
  readonly opening: Opening;
  /** Answers of settings on the way there, by their test. */
  readonly settings: ReadonlyMap<string, { readonly truth: boolean; readonly says: string }>;
}

/**
 * Session values that some path puts in for anybody: nobody was asked for a credential before, at least in some
 * deployments, and none was given to anything that may have tested or kept it.
 */
export function openedSessions(paths: Ends): ReadonlyMap<string, Opening> {
  const puts = paths.flatMap(({ outcome, events }) =>
    events.flatMap((event, at) => (event.kind === 'put' ? putOf(event, events.slice(0, at), outcome.state) : [])),
  );
  const opened = new Map<string, Opening>();
  for (const { name, opening } of puts) {
    const known = opened.get(name);
    const next = opening.weakness === null ? { ...opening, ...weaknessBySetting(name, puts) } : opening;
    if (!known || isWiderThan(next, known)) opened.set(name, next);
  }
  return opened;
}

function putOf(put: Extract<PathEvent, { kind: 'put' }>, before: readonly PathEvent[], state: State): Put[] {
  const weakness = weaknessOf(before, state);
  if (weakness === undefined) return [];
  const settings = before.flatMap((event) =>
    event.kind === 'assume' && event.isSetting
      ? [[event.id, { truth: event.truth, says: `where ${event.says} is ${String(event.truth)}` }] as const]
      : [],
  );
  const opening: Opening = { isChosen: put.isChosen, weakness, rule: 'unset-key-accepted' };
  return [{ name: put.name, opening, settings: new Map(settings) }];
}

/** It is put in for anybody only where one setting says so on all paths that do it, or each of them needs one to be on. */
function weaknessBySetting(name: string, puts: readonly Put[]): Partial<Opening> {
  const open = puts.filter((put) => put.name === name && put.opening.weakness === null);
  const [first] = open;
  const common = [...(first?.settings ?? [])].find(([id, { truth }]) =>
    open.every(({ settings }) => settings.get(id)?.truth === truth),
  )?.[1];
  const switches = open.map(({ settings }) => [...settings.values()].find(({ truth }) => truth));
  const decisive = common ?? (switches.every((one) => one !== undefined) ? switches[0] : undefined);
  return decisive ? { weakness: decisive.says, rule: 'conditional-check' } : {};
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
