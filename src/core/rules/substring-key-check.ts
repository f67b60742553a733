import { firstReport, reportVerdict, routeText, trapRule } from './route-report';
import type { RouteRule } from './rule';
import { onCheckLine } from './unset-key-accepted';

/** `key in "a-string"` is a substring test. */
export const substringKeyCheck: RouteRule = {
  id: 'substring-key-check',
  title: 'Substring test instead of comparison',
  severity: 'error',
  why: '`key in VALID` with a string tests for a substring: one letter of the key passes, and so does the empty string.',
  bad: 'VALID = os.environ["API_KEYS"]\n\n@app.route("/report")\ndef report():\n    if request.headers.get("X-API-Key", "") not in VALID:\n        abort(401)\n    return {"report": []}\n',
  good: 'VALID = os.environ["API_KEYS"].split(",")\n\n@app.route("/report")\ndef report():\n    if request.headers.get("X-API-Key", "") not in VALID:\n        abort(401)\n    return {"report": []}\n',
  cwe: ['CWE-697', 'CWE-287'],
  owasp: ['API2:2023'],
  pci: ['6.2.4'],
  fixes: ['split-keys', 'ignore'],
  checkRoute: (judged) =>
    onCheckLine(
      reportVerdict(
        judged,
        'presence-only',
        () => `${routeText(judged)} accepts any part of the key: membership in a string is a substring test.`,
        () => trapRule(judged) === 'substring-key-check',
      ),
    ),
  merge: firstReport,
};
