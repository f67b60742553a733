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
      () => {
        const last = judged.route.evidence.at(-1)?.says ?? '';
        return `${routeText(judged)} can be served without a valid key: ${last}.`;
      },
      () => trapRule(judged) !== 'unset-key-accepted',
    ),
};
