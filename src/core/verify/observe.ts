import type { Verdict } from '../results/results';

/** What a request carried as its key. */
export const keyKinds = ['none', 'empty', 'wrong', 'right'] as const;

/** One of `keyKinds`. */
export type KeyKind = (typeof keyKinds)[number];

/** What the running app answered to one request; no part of the body is kept. */
export interface Answer {
  readonly status: number;
  /** Target of a redirect, without its query: that may hold a token. */
  readonly location: string | null;
}

/** Answers of one route and method by the key that was sent; a kind that was not sent is absent. */
export type Answers = Readonly<Partial<Record<KeyKind, Answer>>>;

/**
 * What the answers say: `open` serves without a key, `any-key` serves whoever sends something, `refuses` serves neither,
 * `guarded` is that and serves the right key, `unclear` is none of them (the view itself failed, say).
 */
export type Observed = 'open' | 'any-key' | 'refuses' | 'guarded' | 'unclear';

const loginPath = /log-?in|sign-?in|sso|auth|oauth/i;

type Reading = 'served' | 'refused' | 'unclear';

/** What one route's answers say about its guard. */
export function observe(answers: Answers): Observed {
  const { none, empty, wrong, right } = answers;
  const read = (answer: Answer | undefined): Reading => (answer === undefined ? 'unclear' : readAnswer(answer, right));
  if (read(none) === 'served') return 'open';
  if (read(wrong) === 'served' || read(empty) === 'served') return 'any-key';
  if (read(none) !== 'refused' || read(wrong) !== 'refused') return 'unclear';
  return right !== undefined && read(right) === 'served' ? 'guarded' : 'refuses';
}

function readAnswer(answer: Answer, right: Answer | undefined): Reading {
  const own = readAlone(answer);
  // A missing header may end in 400 and a hidden resource in 404: it is a refusal if the right key gets through.
  if (own === 'unclear' && answer.status < 500 && right !== undefined && readAlone(right) === 'served')
    return 'refused';
  return own;
}

function readAlone({ status, location }: Answer): Reading {
  if (status === 401 || status === 403 || status === 407) return 'refused';
  if (status >= 300 && status < 400 && location !== null) return loginPath.test(location) ? 'refused' : 'served';
  return status >= 200 && status < 400 ? 'served' : 'unclear';
}

/** Which verdicts each observation bears out; `conditional` promises nothing about one deployment. */
const fitting: Readonly<Record<Exclude<Observed, 'unclear'>, readonly Verdict[]>> = {
  open: ['unprotected', 'conditional'],
  'any-key': ['presence-only', 'conditional'],
  refuses: ['protected', 'conditional'],
  guarded: ['protected', 'conditional'],
};

/**
 * Whether the app does what its code was judged to do; null when the code or the answers leave it open. A made-up key
 * that was refused says little about a test of presence: another may have the length or prefix that it wants.
 */
export function agrees(verdict: Verdict, observed: Observed): boolean | null {
  const isRefused = observed === 'refuses' || observed === 'guarded';
  if (observed === 'unclear' || verdict === 'unverified' || (verdict === 'presence-only' && isRefused)) return null;
  return fitting[observed].includes(verdict);
}
