import { validationsOf } from './route-checks';
import { firstReport } from './route-report';
import type { RouteRule } from './rule';
import type { Judgement } from '../guards/judge';
import type { JudgedPath } from '../guards/judged-path';
import { isOfCredential, type Check } from '../semantics/values/credential-check';

/** `==` stops at the first character that differs. */
export const timingUnsafeComparison: RouteRule = {
  id: 'timing-unsafe-comparison',
  title: 'Key compared with ==',
  severity: 'info',
  why: '`==` stops at the first difference, so the time that a refusal takes tells how much of a guess was right. hmac.compare_digest takes the same time for all.',
  bad: '@app.get("/report")\ndef report():\n    if request.headers.get("X-API-Key", "") != os.environ["API_KEY"]:\n        abort(401)\n    return {"report": []}\n',
  good: '@app.get("/report")\ndef report():\n    if not hmac.compare_digest(request.headers.get("X-API-Key", "").encode(), os.environ["API_KEY"].encode()):\n        abort(401)\n    return {"report": []}\n',
  cwe: ['CWE-208'],
  owasp: ['API2:2023'],
  pci: ['6.2.4'],
  fixes: ['compare-digest', 'ignore'],
  checkRoute: (judged) =>
    validationsOf(judged)
      .filter(
        (check) => check.isTimingUnsafe === true && isOfCredential(check) && refusesWithout(check, judged.judgement),
      )
      .map((check) => ({
        message: `${check.says} with ==, which tells by time how much of a guess is right: use hmac.compare_digest.`,
        ...check.location,
        related: [],
        route: null,
      })),
  merge: firstReport,
};

/**
 * Whether callers who fail the comparison are refused, and not served all the same: `code == user.last_code` refuses those
 * who pass it, and `user == "(null)"` nobody.
 */
function refusesWithout(check: Check, { refused, served }: Judgement): boolean {
  const isServedWithout = (path: JudgedPath): boolean =>
    path.strength.check?.strength !== 'validated' && fails(check, beforeEnd(path.events));
  return refused.some(({ events }) => fails(check, events)) && !served.some(isServedWithout);
}

function fails({ id }: Check, events: JudgedPath['events']): boolean {
  return events.some((event) => event.kind === 'check' && !event.passed && event.check.id === id);
}

/** What happened until the view gave its answer: what is asked then refuses too late, but it refuses. */
function beforeEnd(events: JudgedPath['events']): JudgedPath['events'] {
  const end = events.findIndex(({ kind }) => kind === 'left');
  return end < 0 ? events : events.slice(0, end);
}
