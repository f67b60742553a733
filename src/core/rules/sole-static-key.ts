import type { JudgedRoute } from '../guards/judged-routes';
import type { Check } from '../semantics/values/credential-check';
import { validationsOf } from './route-checks';
import { routeText } from './route-report';
import type { RouteRule } from './rule';

/** One key for everybody, and nothing else, before work that cannot be undone. */
export const soleStaticKey: RouteRule = {
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
  checkRoute: (judged) =>
    isFarReaching(judged) && restsOnStaticKey(judged)
      ? validationsOf(judged).map(({ location, isStaticSet }) => ({
          ...location,
          message: isStaticSet ? 'keys that tell nobody apart' : 'this one shared key',
          related: [],
          route: judged,
        }))
      : [],
  merge: (reports) => {
    const [first] = reports;
    const on = [...new Set(reports.flatMap(({ route }) => route ?? []))];
    if (!first?.route) return undefined;
    const more = on.length > 1 ? ` and ${String(on.length - 1)} more` : '';
    return {
      ...first,
      message: `${routeText(first.route)}${more} rest${on.length > 1 ? '' : 's'} on ${first.message} alone.`,
      related: on.map(({ route }) => ({ ...route.location, says: `${route.methods.join(', ')} ${route.path}` })),
      route: null,
    };
  },
};

function isFarReaching({ route }: JudgedRoute): boolean {
  return (
    route.methods.includes('DELETE') ||
    /(?:^|[/_-])(?:admin|superuser|root)(?:[/_-]|$)/i.test(route.path) ||
    (!route.methods.includes('GET') && destroys.test(`${route.path}/${route.handler}`))
  );
}

const destroys = /(?:^|[/_.-])(?:wipe|purge|erase|destroy|truncate|drop|delete|shutdown)(?:[/_-]|$)/i;

/** The same key, or any of the same few, opens it for everybody. */
function isOfAnyone({ isStaticKey, isStaticSet }: Check): boolean {
  return isStaticKey === true || isStaticSet === true;
}

function restsOnStaticKey(judged: JudgedRoute): boolean {
  const checks = validationsOf(judged);
  return checks.length > 0 && checks.every(isOfAnyone) && judged.route.verdict !== 'unverified';
}
