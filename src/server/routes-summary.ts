import type { Analysis, Route, Verdict } from '../core/analysis/results';
import { routeSays } from '../report/verdict-words';
import type { FolderRoutes, RouteMessage, RoutesChanged } from '../protocol/messages';
import type { Folder } from './folder';

/** Counts of all folders' routes; a route declared public needs no guard and so counts in no quotient. */
export function countRoutes(analyses: readonly Analysis[]): RoutesChanged {
  const verdicts: Record<Verdict, number> = {
    protected: 0,
    conditional: 0,
    'presence-only': 0,
    unprotected: 0,
    unverified: 0,
  };
  let publicCount = 0;
  for (const route of analyses.flatMap((analysis) => analysis.routes)) {
    if (route.public) publicCount++;
    else verdicts[route.verdict]++;
  }
  const total = Object.values(verdicts).reduce((sum, count) => sum + count, 0);
  return { guarded: verdicts.protected, total, public: publicCount, verdicts };
}

/** A folder's routes as the client shows them. */
export function describeRoutes(folder: Folder): FolderRoutes {
  return { uri: folder.root, routes: folder.analysis().routes.map((route) => describeRoute(folder, route)) };
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
  };
}
