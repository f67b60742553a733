import { reportVerdict, routeText } from './route-report';
import type { JudgedRoute } from '../guards/judged-routes';
import { guardAboveRoute, misplacedGuards } from './guard-above-route';
import type { RouteInput, RouteRule } from './rule';

/** No code in the route's chain tests the caller. */
export const unprotectedRoute: RouteRule = {
  id: 'unprotected-route',
  title: 'Route without an API key check',
  severity: 'error',
  why: 'Anyone who can reach the server can call this route: nothing in its chain (hooks, decorators, class, body) tests a credential before the work is done.',
  bad: '@app.route("/export")\ndef export():\n    return {"records": []}\n',
  good: '@app.route("/export")\n@require_api_key\ndef export():\n    return {"records": []}\n',
  cwe: ['CWE-306'],
  owasp: ['API2:2023', 'API5:2023'],
  pci: ['6.2.4', '8.3.1'],
  fixes: ['insert-guard', 'create-guard', 'guard-blueprint', 'mark-public', 'ignore'],
  isToldByVerdict: true,
  checkRoute: (judged, input) =>
    reportVerdict(
      judged,
      'unprotected',
      () => {
        const mounted =
          judged.route.app === null && judged.route.blueprint !== null
            ? ` (its blueprint ${judged.route.blueprint} is never mounted)`
            : '';
        return `${routeText(judged)} can be called by anyone: no API key is checked${mounted}.`;
      },
      () => !isToldOfGuard(judged, input),
    ),
};

/** A guard that stands in the wrong place is the one defect of its route, and told at the guard. */
function isToldOfGuard(judged: JudgedRoute, input: RouteInput): boolean {
  return input.settings.rules[guardAboveRoute.id] !== 'off' && misplacedGuards(judged, input).length > 0;
}
