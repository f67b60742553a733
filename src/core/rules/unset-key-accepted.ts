import { firstReport, reportVerdict, routeText, trapRule } from './route-report';
import type { Report, RouteRule } from './rule';

/** The comparison holds when the server's key is not configured. */
export const unsetKeyAccepted: RouteRule = {
  id: 'unset-key-accepted',
  title: 'An unset key lets everyone in',
  severity: 'error',
  why: 'When the environment variable is unset or empty, the comparison holds for callers that send no key or an empty one (None == None, "" in [""]).',
  bad: '@app.route("/report")\ndef report():\n    if request.headers.get("X-API-Key") != os.environ.get("API_KEY"):\n        abort(401)\n    return {"report": []}\n',
  good: '@app.route("/report")\ndef report():\n    key = request.headers.get("X-API-Key")\n    if not key or key != os.environ.get("API_KEY"):\n        abort(401)\n    return {"report": []}\n',
  cwe: ['CWE-1188', 'CWE-287'],
  owasp: ['API2:2023', 'API8:2023'],
  pci: ['2.2.2', '8.3.1'],
  fixes: ['require-key', 'ignore'],
  checkRoute: (judged) =>
    onCheckLine(
      reportVerdict(
        judged,
        'conditional',
        () => `${routeText(judged)} is open ${judged.judgement.served[0]?.strength.check?.trap?.says ?? ''}.`,
        () => trapRule(judged) === 'unset-key-accepted',
      ),
    ),
  merge: firstReport,
};

/** Reports on the line of the deciding comparison. */
export function onCheckLine(reports: readonly Report[]): readonly Report[] {
  return reports.map((report) => ({ ...report, ...report.route?.judgement.served[0]?.strength.check?.location }));
}
