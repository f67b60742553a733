import type { Verdict } from '../results/results';
import type { JudgedRoute } from '../guards/judged-routes';
import { judgeRoute } from '../guards/judge';
import { decorations, type Decoration } from '../semantics/statements/definitions';
import type { Value } from '../semantics/values/values';
import type { Span } from '../text/span';
import type { Report, RouteInput, RouteRule } from './rule';
import { routeText } from './route-report';

const order: readonly Verdict[] = ['unprotected', 'presence-only', 'unverified', 'conditional', 'protected'];

/** Flask registers what stands below the route decorator; a guard above it wraps something that nobody calls. */
export const guardAboveRoute: RouteRule = {
  id: 'guard-above-route',
  title: 'Guard above the route decorator',
  severity: 'error',
  why: 'A route decorator registers the function that stands below it. A guard above it wraps only the name in the module, which Flask never calls: the route is open.',
  bad: '@require_api_key\n@app.route("/export")\ndef export():\n    return {"records": []}\n',
  good: '@app.route("/export")\n@require_api_key\ndef export():\n    return {"records": []}\n',
  cwe: ['CWE-306'],
  owasp: ['API2:2023'],
  pci: ['6.2.4', '8.3.1'],
  fixes: ['move-guard', 'ignore'],
  isToldByVerdict: true,
  checkRoute: (judged, input) => misplacedGuards(judged, input).map(({ decorator }) => reportOf(decorator, [judged])),
  merge: (reports) => {
    const [first, ...others] = reports.flatMap(({ route }) => route ?? []);
    return first && reports[0] && reportOf(reports[0].span, [first, ...others]);
  },
};

/** Guards above a route's decorator that would do the route good below it. */
export function misplacedGuards(judged: JudgedRoute, input: RouteInput): readonly Decoration[] {
  const { original, registration } = judged.bound;
  if (original?.definition.kind !== 'function' || registration.via !== 'decorator') return [];
  const applied = decorations.get(original.definition) ?? [];
  const route = applied.findIndex(
    (decoration) =>
      decoration.decorator.start <= registration.location.span.start &&
      registration.location.span.end <= decoration.decorator.end,
  );
  if (route < 0) return [];
  return applied.slice(route + 1).filter((decoration) => !isRoute(decoration) && wouldGuard(input, judged, decoration));
}

function reportOf(span: Span, routes: readonly [JudgedRoute, ...JudgedRoute[]]): Report {
  const [first] = routes;
  const isOpen = routes.every(({ route }) => route.verdict === 'unprotected');
  const consequence = isOpen ? ', which anyone can call' : '';
  return {
    file: first.bound.original?.scope.module.file ?? first.bound.registration.location.file,
    span,
    message: `This guard has no effect on ${routes.map(routeText).join(' and ')}${consequence}: it stands above the route decorator.`,
    related: routes.map(({ bound, route }) => ({
      ...bound.registration.location,
      says: `registers ${route.path} with what stands below`,
    })),
    route: first,
  };
}

function isRoute(decoration: Decoration): boolean {
  return decoration.by.kind === 'native' && decoration.by.name === 'flask.route';
}

/** Whether the route would be better off if this decorator were inside: judged, not guessed from its name. */
function wouldGuard({ project, touched }: RouteInput, judged: JudgedRoute, decoration: Decoration): boolean {
  const [method = 'GET'] = judged.route.methods;
  const rankWith = (view: Value): number => {
    const judgement = judgeRoute(project, { ...judged.bound, view }, method);
    for (const definition of judgement.touched) touched.add(definition);
    return order.indexOf(judgement.verdict);
  };
  const before = rankWith(decoration.before);
  return rankWith(decoration.after) > before;
}
