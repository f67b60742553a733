/** The only code that sends requests: bounded in number, rate and time, and it follows no redirect. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from '../core/verify/observe';
import type { Probe } from '../core/verify/plan-probes';

/** Bounds of one run. */
export interface CallLimits {
  readonly requestsPerSecond: number;
  /** Milliseconds that one answer may take. */
  readonly timeout: number;
}

/** An answer, or in one line why there is none; neither holds anything that was sent. */
export type CallResult = { readonly answer: Answer } | { readonly failure: string };

/** Calls the app at `base` with one probe after another. */
export class AppCaller {
  private nextAt = 0;

  constructor(
    private readonly base: string,
    private readonly limits: CallLimits,
  ) {}

  /** Sends one request when its turn has come. */
  async call({ method, target, headers }: Probe, signal?: AbortSignal): Promise<CallResult> {
    await this.turn();
    const timeout = AbortSignal.timeout(this.limits.timeout);
    try {
      const response = await fetch(this.base + target, {
        method,
        headers,
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      await response.body?.cancel();
      return { answer: { status: response.status, location: pathOf(response.headers.get('location')) } };
    } catch (error) {
      return { failure: failureText(error, this.limits.timeout) };
    }
  }

  private async turn(): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.nextAt);
    this.nextAt = at + 1000 / this.limits.requestsPerSecond;
    if (at > now) await wait(at - now);
  }
}

/** Without query and fragment: they may hold what was sent. */
function pathOf(location: string | null): string | null {
  return location === null ? null : location.replace(/[?#].*$/s, '');
}

/** By error codes, never by messages: those may quote a header's value. */
function failureText(error: unknown, timeout: number): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError') return `no answer within ${(timeout / 1000).toLocaleString('en-US')} s`;
  if (name === 'AbortError') return 'cancelled';
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  const code = cause && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return code === 'ECONNREFUSED' ? 'nothing listens there' : `the request failed${code === '' ? '' : ` (${code})`}`;
}
