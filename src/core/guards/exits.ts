import { describeException, mayCatch } from '../semantics/statements/exceptions';
import type { Machine, Outcome, Site } from '../semantics/machine';
import { isOfCredential, type Check, mayBeOfCaller } from '../semantics/values/credential-check';
import type { PathEvent } from '../semantics/paths/state';
import { type ExceptionValue, type ResponseValue, type Value } from '../semantics/values/values';
import { positional } from '../semantics/values/call-arguments';
import type { Project } from '../flask/project';
import { toResponse } from '../flask/requests/responses';

/**
 * How a path ends: `served` is the view's work; `denied` refuses the caller; `error` is any other failure;
 * `redirect` sends elsewhere without a check having failed.
 */
export type Exit = 'served' | 'denied' | 'error' | 'redirect';

const denials = new Set([401, 403, 407, 511]);

/**
 * Classifies the end of a path. Several histories may lead to one end: what matters of each is whether a test of the
 * caller failed in the view, for that is not what a check refuses for that failed before it.
 */
export function exitsOf(
  outcome: Outcome,
  isView: boolean,
  project: Project,
  machine: Machine,
  site: Site,
): (failures: Failures) => Exit {
  if (outcome.raised) return exitsOfRaise(outcome, project, machine, site);
  const response = toResponse(outcome.value, site.location);
  if (!isView || (!outcome.state.hasReachedView && !isOfFormerRequest(outcome.value)))
    return ({ hasFailed }) => (isDenial(response) || hasFailed ? 'denied' : 'error');
  return (failures) => classifyResponse(response, failures);
}

function isOfFormerRequest(value: Value): boolean {
  if (value.kind === 'choice') return value.options.some(isOfFormerRequest);
  return value.kind === 'symbol' && value.isOfFormerRequest === true;
}

/** What a history says of tests that failed in the view. */
export interface Failures {
  readonly hasFailed: boolean;
  /** A redirect may be for one of them. */
  readonly mayRedirect: boolean;
  /** What the view did last was no success, after which it shows the login as a next step. */
  readonly mayRefuse: boolean;
}

/** What these events say of tests that failed in the view. */
export function failuresIn(events: readonly PathEvent[]): Failures {
  return { hasFailed: hasFailedInView(events), mayRedirect: mayRedirectFor(events), mayRefuse: !hasSucceeded(events) };
}

/** Whether the view did its work, or passed a test and met no other one after it: `if password: save(password)`. */
function hasSucceeded(events: readonly PathEvent[]): boolean {
  const since = inView(events);
  const last = since.findLastIndex((event) => event.kind === 'check' || (event.kind === 'assume' && !event.isSetting));
  if (last < 0) return false;
  const test = since[last];
  return (test?.kind === 'check' && test.passed) || since.slice(last).some((event) => event.kind === 'effect');
}

/**
 * Whether a test of the caller failed since the view was reached; where it was not, whether any did. That something was
 * not sent need not be why the view failed: `request.args.get("key") or stored_key`.
 */
export function hasFailedInView(events: readonly PathEvent[], mustProve = false): boolean {
  return inView(events).some((event) => isFailure(event) && !(mustProve && event.check.strength === 'present'));
}

/**
 * Whether a redirect may be for a test of the caller that failed: not for one of other data, such as where to go next,
 * nor when the view went on and did its work.
 */
export function mayRedirectFor(events: readonly PathEvent[]): boolean {
  const since = inView(events);
  const last = since.findLastIndex((event) => isFailure(event) && mayAskWho(event.check));
  return last >= 0 && !since.slice(last).some((event) => event.kind === 'effect');
}

function inView(events: readonly PathEvent[]): readonly PathEvent[] {
  return events.slice(events.findIndex((event) => event.kind === 'view') + 1);
}

function isFailure(event: PathEvent): event is Extract<PathEvent, { kind: 'check' }> {
  return event.kind === 'check' && !event.passed;
}

function mayAskWho(check: Check): boolean {
  return isOfCredential(check) || (check.strength === 'validated' && mayBeOfCaller(check));
}

function exitsOfRaise(outcome: Outcome, project: Project, machine: Machine, site: Site): (failures: Failures) => Exit {
  const thrown = outcome.value;
  if (thrown.kind !== 'exception') return () => 'error';
  const handled = handledResponse(thrown, outcome, project, machine, site);
  // A handler that answers the view's exception as if nothing was wrong serves.
  if (handled?.status === 200 && !handled.refuses && outcome.state.hasReachedView) return () => 'served';
  // Who is told that the server failed is not refused.
  const isRefusal = handled ? isDenial(handled) && (handled.status ?? 200) < 500 : hasDenyingStatus(thrown);
  const mayRefuse = handled ? (handled.status ?? 200) < 400 : isRedirect(thrown);
  return ({ hasFailed }) => (isRefusal || (hasFailed && mayRefuse) ? 'denied' : 'error');
}

/** What the app's own error handler answers for an exception of the workspace. */
function handledResponse(
  thrown: ExceptionValue,
  outcome: Outcome,
  project: Project,
  machine: Machine,
  site: Site,
): ResponseValue | undefined {
  if (thrown.instance === null) return undefined;
  const found = project.registry.errorHandlers.find(
    (entry) => mayCatch(entry.exception, thrown, describeException) === 'yes' && entry.exception.kind !== 'constant',
  );
  if (!found) return undefined;
  const [answer] = machine.call(found.handler, positional(thrown.instance), site, outcome.state.fork());
  return answer && !answer.raised ? toResponse(answer.value, site.location) : undefined;
}

/** Whether a response refuses the caller by its status, its body, or by sending to a login page. */
export function isDenial(response: ResponseValue): boolean {
  return hasDenyingStatus(response) || response.refuses;
}

/** Whether a response's status alone refuses the caller. */
export function hasDenyingStatus({ status }: Pick<ResponseValue, 'status'>): boolean {
  return status !== null && denials.has(status);
}

function isRedirect({ status }: ExceptionValue): boolean {
  return status !== null && status >= 300 && status < 400;
}

function classifyResponse(response: ResponseValue, { hasFailed, mayRedirect, mayRefuse }: Failures): Exit {
  if (hasDenyingStatus(response)) return 'denied';
  if (response.status !== null && response.status >= 400) return 'error';
  if (response.isRedirect) return (response.refuses && mayRefuse) || mayRedirect ? 'denied' : 'redirect';
  return response.refuses && hasFailed ? 'denied' : 'served';
}
