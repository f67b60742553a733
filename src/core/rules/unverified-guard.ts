import { reportVerdict, routeText } from './route-report';
import type { RouteRule } from './rule';

/** A guard is there, but its code cannot be read. */
export const unverifiedGuard: RouteRule = {
  id: 'unverified-guard',
  title: 'Guard that cannot be read',
  severity: 'info',
  why: 'The route is behind something that looks like a guard, but its code is outside the workspace and no provider model knows it. It is not counted as protected.',
  bad: 'from company.auth import require_token\n\n@app.route("/report")\n@require_token\ndef report():\n    return {"report": []}\n',
  good: 'from flask_login import login_required\n\n@app.route("/report")\n@login_required\ndef report():\n    return {"report": []}\n',
  cwe: [],
  owasp: ['API2:2023'],
  pci: [],
  fixes: ['mark-public', 'ignore'],
  isToldByVerdict: true,
  checkRoute: (judged) =>
    reportVerdict(judged, 'unverified', () => {
      const guard = judged.judgement.served[0]?.strength.check?.says ?? 'its guard cannot be read';
      return `${routeText(judged)} may be protected, but ${guard}.`;
    }),
};
