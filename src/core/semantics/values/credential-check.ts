import type { Strength } from '../../results/results';
import type { Location } from '../../text/span';
import type { Sending } from './field';

/** Where caller-controlled data came from. */
export interface Origin {
  readonly source:
    'header' | 'query' | 'cookie' | 'form' | 'json' | 'body' | 'authorization' | 'path' | 'session' | 'any';
  /** Header, argument or field name; empty when unknown. */
  readonly name: string;
  /** False for data not named like a credential (`id`, `page`): testing it counts only if the refusal is about authentication. */
  readonly isCredential: boolean;
  /** Of a session value that is put in for anybody. */
  readonly opened?: Opened;
}

/** How anybody gets a session value. */
export interface Opened {
  /** The route that puts it in. */
  readonly by: string;
  /** It is what the caller wants, or the same for all; what the server makes for each caller may at least be looked up. */
  readonly isChosen: boolean;
  /** Why somebody gets it in some deployments only; null where anybody does. */
  readonly weakness: string | null;
  /** The rule that tells of that weakness. */
  readonly rule: Trap['rule'];
}

/** Why a check that looks like validation lets callers through in some deployment or call. */
export interface Trap {
  readonly rule: 'unset-key-accepted' | 'substring-key-check' | 'conditional-check';
  readonly says: string;
  /** Ids of symbols: if the path knows one of them to be truthy, the trap cannot spring. */
  readonly clearedBy: readonly string[];
  /** Ids of tests (`key is None`) whose being false clears it as well. */
  readonly clearedIfFalse?: readonly string[];
  /** What passes then is not empty itself: a digest, a signature. */
  readonly isFilled?: true;
  /** It springs only when this was sent in a field. */
  readonly springs?: { readonly field: string; readonly when: number };
}

/** A test of a credential: what is known on the side of the branch where it holds. */
export interface Check {
  readonly id: string;
  readonly strength: Strength;
  readonly origins: readonly Origin[];
  readonly says: string;
  readonly location: Location;
  readonly trap: Trap | null;
  /** What it tells about what was sent. */
  readonly sending?: readonly Sending[];
  /** Look-ups of resources by non-credential data never count, whatever the denial; see `mayBeOfCaller`. */
  readonly isComparison: boolean;
  /** A library's optional mode: valid credentials make a difference that its own code makes. */
  readonly isDeclared?: boolean;
  /** The other side is one literal or setting, the same for every caller. */
  readonly isStaticKey?: boolean;
  /** The other side is a set of such keys: whose is which is not asked. */
  readonly isStaticSet?: boolean;
  /** Only what the credential looks like is tested: its length, prefix, type or pattern. */
  readonly isOfForm?: boolean;
  /** A plain `==` on a secret leaks its length and prefix by time (CWE-208). */
  readonly isTimingUnsafe?: boolean;
}

/** Whether a validation by data that is no credential by its name may be of one: nobody names a resource in a cookie. */
export function mayBeOfCaller({ isComparison, origins }: Check): boolean {
  return isComparison || origins.every(({ source }) => source === 'cookie');
}

/** Place of a check's strength among all strengths, the least first; no check proves nothing. */
export function strengthRank(check: Pick<Check, 'strength'> | null | undefined): number {
  return ['none', 'present', 'unverified', 'validated'].indexOf(check?.strength ?? 'none');
}

/** Whether some of the data is a credential by its name. */
export function isOfCredential({ origins }: { readonly origins: readonly Origin[] }): boolean {
  return origins.some(({ isCredential }) => isCredential);
}
