import type { FolderRoutes, RouteMessage } from '../protocol/messages';

/** A node of the tree: workspace folder (when there are several) → app → blueprint → route. */
export type RouteNode = GroupNode | { readonly kind: 'route'; readonly route: RouteMessage };

/** A node with children; `routes` are all below it, for its count. */
export interface GroupNode {
  readonly kind: 'folder' | 'app' | 'blueprint';
  readonly label: string;
  readonly children: readonly RouteNode[];
  readonly routes: readonly RouteMessage[];
}

/** A route that a person should look at. */
export function isProblem(route: RouteMessage): boolean {
  return route.verdict !== 'protected' && route.publicReason === null;
}

/** The tree's roots; groups without routes vanish. */
export function routeNodes(folders: readonly FolderRoutes[], problemsOnly: boolean): readonly RouteNode[] {
  const shown = folders
    .map(({ uri, routes }) => ({ uri, routes: problemsOnly ? routes.filter(isProblem) : routes }))
    .filter(({ routes }) => routes.length > 0);
  if (folders.length === 1) return shown.flatMap(({ routes }) => appNodes(routes));
  return shown.map(({ uri, routes }) => ({
    kind: 'folder',
    label: decodeURIComponent(uri.replace(/\/+$/, '').split('/').at(-1) ?? uri),
    children: appNodes(routes),
    routes,
  }));
}

function appNodes(routes: readonly RouteMessage[]): readonly RouteNode[] {
  return group(routes, (route) => route.app).map(([app, ofApp]) => ({
    kind: 'app',
    label: app ?? 'not mounted in any app',
    children: blueprintNodes(ofApp),
    routes: ofApp,
  }));
}

/** Blueprints first, then the app's own routes, as a file explorer shows folders first. */
function blueprintNodes(routes: readonly RouteMessage[]): readonly RouteNode[] {
  return group(routes, (route) => route.blueprint)
    .sort(([a], [b]) => Number(a === null) - Number(b === null))
    .flatMap(([blueprint, ofBlueprint]): readonly RouteNode[] => {
      const children = [...ofBlueprint]
        .sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)))
        .map((route) => ({ kind: 'route' as const, route }));
      return blueprint === null ? children : [{ kind: 'blueprint', label: blueprint, children, routes: ofBlueprint }];
    });
}

function group(
  routes: readonly RouteMessage[],
  key: (route: RouteMessage) => string | null,
): [string | null, RouteMessage[]][] {
  const groups = new Map<string | null, RouteMessage[]>();
  for (const route of routes) {
    const known = groups.get(key(route));
    if (known) known.push(route);
    else groups.set(key(route), [route]);
  }
  return [...groups];
}
