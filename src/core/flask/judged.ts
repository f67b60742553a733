import type { Machine, Outcome, Site } from '../semantics/machine';
import type { State } from '../semantics/paths/state';
import type { Opened } from '../semantics/values/credential-check';
import type { CallArguments } from '../semantics/values/values';
import type { Registry } from './registry';
import type { RequestContext } from './requests/request-context';

/** The request being judged; null while registrations are evaluated. */
export interface Judged {
  context: RequestContext | null;
  /** What Flask itself does next: hooks and view; for subclasses and middleware that call on. */
  proceed: ((state: State) => Outcome[]) | null;
  /** Session values that some route puts in for anybody. */
  openSessions: ReadonlyMap<string, Opened>;
}

/** A call into library code. */
export interface LibraryCall {
  readonly registry: Registry;
  readonly judged: Judged;
  readonly machine: Machine;
  readonly given: CallArguments;
  readonly site: Site;
  readonly state: State;
}
