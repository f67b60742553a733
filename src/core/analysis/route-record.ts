import type { Project } from '../flask/project';
import type { BoundRoute } from '../flask/registration/routes';
import type { Judgement } from '../guards/judge';
import type { FunctionValue } from '../semantics/values/values';
import { routeRules } from '../rules/registry';
import type { FindingSource } from '../rules/rule';
import type { JudgedRoute } from '../guards/judged-routes';
import { isSameSpan, type Location, type Span } from '../text/span';
import { plainLocation } from './plain-location';
import { declaringPlaces, declarePublic } from './public-routes';
import type { AnalysisSettings, Route } from '../results/results';
import { isRuleOn } from './settings';

/** All that is known of one registered route. */
export interface RouteRecord {
  readonly bound: BoundRoute;
  /** Its place among all, which does not change until all is evaluated again. */
  readonly order: number;
  readonly verdicts: readonly JudgedRoute[];
  /** As they leave the session: places stay what they were, whatever is edited later. */
  readonly routes: readonly Route[];
  readonly reports: readonly FindingSource[];
  /** Functions that verdicts and reports rest on. */
  readonly touched: readonly Judgement['touched'][];
  /** Files in which something of it stands. */
  readonly files: ReadonlySet<string>;
}

/** What records are made with. */
export interface RecordInput {
  readonly project: Project;
  readonly settings: AnalysisSettings;
}

/** Puts together what is known of a route that was judged. */
export function recordRoute(
  { project, settings }: RecordInput,
  { bound, order, verdicts }: Pick<RouteRecord, 'bound' | 'order' | 'verdicts'>,
): RouteRecord {
  const looked = new Set<FunctionValue['definition']>();
  const judged = verdicts.map((one) => declarePublic(one, project, settings));
  const routes = judged.map(({ route }) => publish(route));
  const reports = routeRules
    .filter((rule) => isRuleOn(settings, rule.id))
    .flatMap((rule) =>
      judged.flatMap((one) =>
        rule.checkRoute(one, { project, settings, touched: looked }).map((report): FindingSource => ({ rule, report })),
      ),
    );
  const touched = verdicts.flatMap(({ judgements }) => judgements.map((judgement) => judgement.touched));
  return {
    bound,
    order,
    verdicts,
    routes,
    reports,
    touched: looked.size > 0 ? [...touched, looked] : touched,
    files: new Set([
      ...verdicts.flatMap((one) => declaringPlaces(one).map(({ file }) => file)),
      ...routes.flatMap(({ location, guards, evidence }) => [location, ...guards, ...evidence].map(({ file }) => file)),
    ]),
  };
}

/** What is known of a route after the text of a file that it stands in moved; the same object where nothing of it did. */
export function recordMove(input: RecordInput, record: RouteRecord): RouteRecord {
  const judged = record.verdicts.map((one) => declarePublic(one, input.project, input.settings));
  const isDeclared = record.routes.some((route) => route.public) || judged.some(({ route }) => route.public);
  if (isDeclared) return recordRoute(input, record);
  if (judged.every(({ route }, at) => isPublishedAt(record.routes[at], route))) return record;
  return { ...record, routes: judged.map(({ route }) => publish(route)) };
}

function isPublishedAt(published: Route | undefined, { location, guards, evidence }: Route): boolean {
  return (
    published !== undefined &&
    isSameSpan(published.location.span, location.span) &&
    guards.every(({ span }, at) => isSpanOf(published.guards[at], span)) &&
    evidence.every(({ span }, at) => isSpanOf(published.evidence[at], span))
  );
}

function isSpanOf(place: Location | undefined, span: Span): boolean {
  return place !== undefined && isSameSpan(place.span, span);
}

function publish(route: Route): Route {
  return {
    ...route,
    location: plainLocation(route.location),
    public: route.public && { ...route.public, location: plainLocation(route.public.location) },
    guards: route.guards.map((guard) => ({ ...guard, ...plainLocation(guard) })),
    evidence: route.evidence.map((step) => ({ ...step, ...plainLocation(step) })),
  };
}
