import type { Analysis, Route } from '../core/results/results';
import { countGuarded } from '../report/guarded-routes';
import { observedClause } from '../report/observations';
import { routeSays } from '../report/verdict-words';
import type { FolderRoutes, ObservedMessage, RouteMessage, RoutesChanged } from '../protocol/messages';
import type { Folder } from './folder';

/** Counts of all folders' routes. */
export function countRoutes(analyses: readonly Analysis[]): RoutesChanged {
  return countGuarded(analyses.flatMap((analysis) => analysis.routes));
}

/** A folder's routes as the client shows them. */
export function describeRoutes(folder: Folder): FolderRoutes {
  return {
    uri: folder.root,
    headerName: folder.headerName,
    routes: folder.analysis().routes.map((route) => describeRoute(folder, route)),
  };
}

/** Equal signatures look the same to the client. */
export function routeSignatures(folder: Folder): readonly string[] {
  const observed = JSON.stringify([folder.root, folder.headerName, ...(folder.observations?.answers ?? [])]);
  return [observed, ...folder.analysis().routes.map((route) => signatureOf(folder, route))];
}

/** A route stays the same object as long as nothing of it moves. */
function signatureOf(folder: Folder, route: Route): string {
  const known = signatures.get(route) ?? JSON.stringify(describeRoute(folder, route));
  signatures.set(route, known);
  return known;
}

const signatures = new WeakMap<Route, string>();

function describeRoute(folder: Folder, route: Route): RouteMessage {
  return {
    ...folder.location(route.location),
    methods: route.methods,
    path: route.path,
    handler: route.handler,
    app: route.app,
    blueprint: route.blueprint,
    verdict: route.verdict,
    publicReason: route.public?.reason ?? null,
    says: routeSays(route),
    evidence: route.evidence.map((step) => folder.location(step)),
    observed: observedOf(folder, route),
  };
}

/** Of several methods, the one that does not do what the code says. */
function observedOf(folder: Folder, route: Route): ObservedMessage | null {
  const seen = folder.observations?.of(route) ?? [];
  const told = seen.find(({ agrees }) => agrees === false) ?? seen[0];
  return told === undefined ? null : { says: observedClause(told), agrees: told.agrees, answers: told.answers };
}
