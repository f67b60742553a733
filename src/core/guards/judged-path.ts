import type { Outcome } from '../semantics/machine';
import type { PathEvent } from '../semantics/paths/state';
import type { Exit } from './exits';
import type { PathStrength } from './strength';

/** One path from the request to its end. */
export interface JudgedPath {
  readonly exit: Exit;
  readonly events: readonly PathEvent[];
  readonly hasReachedView: boolean;
  /** The view's code was not followed: the caller was validated before it. */
  readonly isUnwalked: boolean;
  /** It gives one of several responses, some of which refuse: which one hangs on a test that was not followed. */
  readonly mayRefuse: boolean;
  readonly strength: PathStrength;
}

/** Judgements outlive the walk: what a path wrote does not. */
export interface EndedPath extends JudgedPath {
  readonly outcome: Outcome;
}
