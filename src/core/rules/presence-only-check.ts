import { reportVerdict, routeText, trapRule } from './route-report';
import type { RouteRule } from './rule';

/** The best any path knows is that some key was sent. */
export const presenceOnlyCheck: RouteRule = {
  id: 'presence-only-check',
  title: 'Any key is accepted',
  severity: 'error',
  why: 'The code tests that a key was sent (or how it looks), but never compares it with one that the server knows. Any string passes.',
  bad: '@app.route("/admin")\ndef admin():\n    if request.headers.get("X-API-Key"):\n        return {"status": "admin"}\n    return {"error": "forbidden"}, 403\n',
  good: '@app.route("/admin")\n@require_api_key\ndef admin():\n    return {"status": "admin"}\n',
  cwe: ['CWE-287'],
  owasp: ['API2:2023'],
  pci: ['6.2.4', '8.3.1'],
  fixes: ['move-guard', 'validate-key', 'insert-guard', 'create-guard', 'guard-blueprint', 'mark-public', 'ignore'],
  isToldByVerdict: true,
  checkRoute: (judged) =>
    reportVerdict(
      judged,
      'presence-only',
      () => `${routeText(judged)} accepts any key: it is tested for presence, never for its value.`,
      () => trapRule(judged) === null,
    ),
};
