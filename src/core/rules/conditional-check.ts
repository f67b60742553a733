import type { JudgedRoute } from '../guards/judged-routes';
import { reportVerdict, routeText, trapRule } from './route-report';
import type { RouteRule } from './rule';

/** Some path to the work skips the check. */
export const conditionalCheck: RouteRule = {
  id: 'conditional-check',
  title: 'The key check can be skipped',
  severity: 'warning',
  why: 'A valid key is demanded on some paths only: a setting, an optional mode or another branch leads to the work without it.',
  bad: '@app.route("/report")\ndef report():\n    key = request.headers.get("X-API-Key")\n    if key and key not in VALID_KEYS:\n        abort(401)\n    return {"report": []}\n',
  good: '@app.route("/report")\ndef report():\n    key = request.headers.get("X-API-Key")\n    if not key or key not in VALID_KEYS:\n        abort(401)\n    return {"report": []}\n',
  cwe: ['CWE-287'],
  owasp: ['API2:2023'],
  pci: ['6.2.4', '8.3.1'],
  fixes: ['move-guard', 'insert-guard', 'create-guard', 'guard-blueprint', 'mark-public', 'ignore'],
  isToldByVerdict: true,
  checkRoute: (judged) =>
    reportVerdict(
      judged,
      'conditional',
      () => `${routeText(judged)} can be served without a valid key${reason(judged)}.`,
      () => trapRule(judged) !== 'unset-key-accepted',
    ),
};

/** What is the case on the path that skips the check: the last thing that is asked on it. */
function reason({ route, judgement }: JudgedRoute): string {
  const [path] = judgement.served;
  if (path?.strength.weakness !== null) return `: ${route.evidence.at(-1)?.says ?? ''}`;
  const last = path.events.findLast(({ kind }) => kind === 'check' || kind === 'assume' || kind === 'assert');
  if (last?.kind === 'assume') return ` when ${last.says} is ${last.truth ? 'true' : 'false'}`;
  if (last?.kind === 'assert') return ' when python -O has removed the assert';
  if (last?.kind !== 'check') return `: ${route.evidence.at(-1)?.says ?? ''}`;
  return last.passed ? ` when only this is so: ${last.check.says}` : ` when this is not so: ${last.check.says}`;
}
