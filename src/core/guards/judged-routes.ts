import type { Route } from '../results/results';
import { methodFunction } from '../flask/registration/class-views';
import type { Project } from '../flask/project';
import { type BoundRoute, viewName } from '../flask/registration/routes';
import { credentialFields } from './credential-fields';
import { describeEvidence, describeGuards } from './evidence';
import { judgeRoute, type Judgement } from './judge';
import { originalOf } from '../semantics/statements/definitions';
import type { Location } from '../text/span';

/** A route with its verdict and all that rules need to explain it. */
export interface JudgedRoute {
  readonly bound: BoundRoute;
  readonly judgement: Judgement;
  /** Those of all its methods: some may do what others do not, though their verdict is the same. */
  readonly judgements: readonly Judgement[];
  readonly route: Route;
}

/** Judges each method of a route; methods of one handler with one verdict stay together. */
export function judgeBoundRoute(project: Project, bound: BoundRoute): JudgedRoute[] {
  const groups: { judgement: Judgement; judgements: Judgement[]; methods: string[]; handler: Handler }[] = [];
  let shared: Judgement | undefined;
  for (const method of bound.methods) {
    const judgement = shared ?? judgeRoute(project, bound, method);
    if (!judgement.dependsOnMethod) shared = judgement;
    const handler = handlerOf(bound, method);
    const known = groups.find(
      (group) => group.judgement.verdict === judgement.verdict && group.handler.name === handler.name,
    );
    if (known) {
      known.methods.push(method);
      if (!known.judgements.includes(judgement)) known.judgements.push(judgement);
    } else groups.push({ judgement, judgements: [judgement], methods: [method], handler });
  }
  return groups.map(({ judgement, judgements, methods, handler }) => ({
    bound,
    judgement,
    judgements,
    route: {
      location: handler.location,
      handler: handler.name,
      endpoint: bound.endpoint,
      path: bound.path,
      methods,
      app: bound.app ? appName(project, bound) : null,
      blueprint: bound.blueprint,
      verdict: judgement.verdict,
      public: null,
      guards: describeGuards(bound, judgement),
      evidence: describeEvidence(bound, judgement),
      credentials: credentialFields(judgement),
    },
  }));
}

interface Handler {
  readonly name: string;
  readonly location: Location;
}

function handlerOf(bound: BoundRoute, method: string): Handler {
  const { original, registration } = bound;
  if (original?.kind === 'class') {
    const found = methodFunction(original, method);
    const member = found ? originalOf(found.function) : undefined;
    const definition = member?.kind === 'function' ? member.definition : undefined;
    const name =
      definition?.kind === 'function' ? `${original.definition.name}.${definition.name}` : original.definition.name;
    // Inherited methods stand elsewhere: the class is where this route is.
    if (definition?.kind === 'function' && found?.owner === original)
      return { name, location: { file: original.scope.module.file, span: definition.nameSpan } };
    return { name, location: { file: original.scope.module.file, span: original.definition.nameSpan } };
  }
  if (original?.definition.kind === 'function') {
    const name = original.owner
      ? `${original.owner.definition.name}.${original.definition.name}`
      : viewName(original, 'function');
    const { whole } = original.definition;
    const isOnView =
      registration.location.file === original.scope.module.file &&
      registration.location.span.start >= whole.start &&
      registration.location.span.end <= whole.end;
    const location =
      registration.via === 'decorator' || isOnView
        ? { file: original.scope.module.file, span: original.definition.nameSpan }
        : registration.location;
    return { name, location };
  }
  return { name: original ? '<lambda>' : bound.endpoint, location: registration.location };
}

/** Name of the variable that holds the app, or of the factory that makes it. */
function appName(project: Project, bound: BoundRoute): string {
  const { app } = bound;
  if (!app) return '';
  const scope = project.scopes.get(app.location.file);
  for (const [name, value] of scope?.names ?? []) if (value === app.value) return name;
  return app.factory ?? (app.name || 'app');
}
