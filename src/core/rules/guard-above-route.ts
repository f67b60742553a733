import type { Verdict } from '../analysis/results';
import type { JudgedRoute } from '../analysis/judged-routes';
import { judgeRoute } from '../guards/judge';
import { decorations, type Decoration } from '../semantics/definitions';
import type { Value } from '../semantics/values';
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
  checkRoute: misplaced,
  merge: (reports) => reports.at(-1),
};

function misplaced(judged: JudgedRoute, input: RouteInput): readonly Report[] {
  const { original, registration } = judged.bound;
  if (original?.definition.kind !== 'function' || registration.via !== 'decorator') return [];
  const applied = decorations.get(original.definition) ?? [];
  const route = applied.findIndex(
    (decoration) =>
      decoration.decorator.start <= registration.location.span.start &&
      registration.location.span.end <= decoration.decorator.end,
  );
  if (route < 0) return [];
  const file = original.scope.module.file;
  return applied
    .slice(route + 1)
    .filter((decoration) => !isRoute(decoration) && wouldGuard(input, judged, decoration))
    .map((decoration) => ({
      file,
      span: decoration.decorator,
      message: `This guard has no effect on ${routeText(judged)}${consequence(judged)}: it stands above the route decorator.`,
      related: [{ ...registration.location, says: `registers ${judged.route.path} with what stands below` }],
      route: judged,
    }));
}

function consequence({ route }: JudgedRoute): string {
  return route.verdict === 'unprotected' ? ', which anyone can call' : '';
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
