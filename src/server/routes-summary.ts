import type { Analysis, Route } from '../core/analysis/results';
import { countGuarded } from '../report/guarded-routes';
import { routeSays } from '../report/verdict-words';
import type { FolderRoutes, ObservedMessage, RouteMessage, RoutesChanged } from '../protocol/messages';
import type { Folder } from './folder';
import { observedKey } from './requests/verify';

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
  const seen = route.methods.flatMap((method) => folder.observed.get(observedKey(route, method)) ?? []);
  return seen.find(({ agrees }) => agrees === false) ?? seen[0] ?? null;
}
