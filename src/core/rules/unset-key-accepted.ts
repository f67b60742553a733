import { reportVerdict, routeText, trapRule } from './route-report';
import type { Report, ProjectRule } from './rule';

/** The comparison holds when the server's key is not configured. */
export const unsetKeyAccepted: ProjectRule = {
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
  check: (input) =>
    onCheckLine(
      reportVerdict(
        input,
        'conditional',
        (judged) => `${routeText(judged)} is open ${judged.judgement.served[0]?.strength.check?.trap?.says ?? ''}.`,
        (judged) => trapRule(judged) === 'unset-key-accepted',
      ),
    ),
};

/** Moves reports to the line of the deciding comparison; routes that share it give one report. */
export function onCheckLine(reports: readonly Report[]): Report[] {
  const byPlace = new Map<string, Report>();
  for (const report of reports) {
    const location = report.route?.judgement.served[0]?.strength.check?.location ?? report;
    const key = `${location.file}:${String(location.span.start)}`;
    if (!byPlace.has(key)) byPlace.set(key, { ...report, ...location });
  }
  return [...byPlace.values()];
}
