import type { JudgedRoute } from '../analysis/judged-routes';
import { sharedChecks, validationsOf } from './route-checks';
import { routeText } from './route-report';
import type { ProjectRule } from './rule';

/** One key for everybody, and nothing else, before work that cannot be undone. */
export const soleStaticKey: ProjectRule = {
  id: 'sole-static-key',
  title: 'Only one shared key before admin work',
  severity: 'info',
  why: 'Everyone who has the one key can do everything, nobody can be told apart or shut out alone, and a leak opens it all. Admin work deserves a key or an identity for each caller, or a second factor.',
  bad: '@app.delete("/admin/users/<int:user>")\ndef delete_user(user):\n    if not hmac.compare_digest(request.headers.get("X-API-Key", "").encode(), os.environ["API_KEY"].encode()):\n        abort(401)\n    remove(user)\n    return {}\n',
  good: '@app.delete("/admin/users/<int:user>")\n@login_required\ndef delete_user(user):\n    remove(user)\n    return {}\n',
  cwe: ['CWE-308', 'CWE-309'],
  owasp: ['API2:2023', 'API5:2023'],
  pci: ['8.2.2', '8.4.1'],
  fixes: ['ignore'],
  check: ({ routes }) => {
    const resting = routes.filter((judged) => isFarReaching(judged) && restsOnStaticKey(judged));
    return sharedChecks(resting).map(({ check, routes: on }) => {
      const [first] = on;
      const more = on.length > 1 ? ` and ${String(on.length - 1)} more` : '';
      return {
        ...check.location,
        message: `${first ? routeText(first) : 'This'}${more} rest${on.length > 1 ? '' : 's'} on this one shared key alone.`,
        related: on.map(({ route }) => ({ ...route.location, says: `${route.methods.join(', ')} ${route.path}` })),
        route: null,
      };
    });
  },
};

function isFarReaching({ route }: JudgedRoute): boolean {
  return route.methods.includes('DELETE') || /(?:^|[/_-])(?:admin|superuser|root)(?:[/_-]|$)/i.test(route.path);
}

function restsOnStaticKey(judged: JudgedRoute): boolean {
  const checks = validationsOf(judged);
  return (
    checks.length > 0 && checks.every((check) => check.isStaticKey === true) && judged.route.verdict !== 'unverified'
  );
}
