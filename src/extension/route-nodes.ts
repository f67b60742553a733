import * as vscode from 'vscode';
import type { FolderRoutes, RouteMessage } from '../protocol/messages';
import { verdictTitles, type ShownVerdict } from './verdict-icons';

/** A node of the tree: workspace folder (when there are several) → app → blueprint → route, or → verdict → route. */
export type RouteNode = GroupNode | RouteLeaf;

/** One route. */
export interface RouteLeaf {
  readonly kind: 'route';
  /** The same after every analysis, so that selection and expansion stay. */
  readonly id: string;
  readonly route: RouteMessage;
  /** Header in which callers of its folder send their key. */
  readonly headerName: string;
}

/** A node with children; `routes` are all that belong to it, also those that are not shown: its count is that of the status bar. */
export interface GroupNode {
  readonly kind: 'folder' | 'app' | 'blueprint' | 'verdict';
  readonly id: string;
  readonly label: string;
  /** Full name of a blueprint. */
  readonly blueprint?: string;
  readonly verdict?: ShownVerdict;
  readonly children: readonly RouteNode[];
  readonly routes: readonly RouteMessage[];
}

/** How the tree is arranged, and what of it is shown. */
export interface RouteView {
  readonly groupBy: 'app' | 'verdict';
  readonly problemsOnly: boolean;
  /** Shown are routes whose method, path, handler or verdict contains it; empty shows all. */
  readonly filter: string;
}

/** A route that a person should look at. */
export function isProblem(route: RouteMessage): boolean {
  return route.verdict !== 'protected' && route.publicReason === null;
}

/** The tree's roots; groups without routes vanish. */
export function routeNodes(folders: readonly FolderRoutes[], view: RouteView): readonly RouteNode[] {
  const inside = (folder: FolderRoutes): readonly RouteNode[] =>
    (view.groupBy === 'app' ? appNodes(folder) : verdictNodes(folder)).flatMap((node) => shownPart(node, view));
  if (folders.length === 1) return folders.flatMap(inside);
  return folders.flatMap((folder): readonly RouteNode[] => {
    const children = inside(folder);
    const id = `folder ${folder.uri}`;
    const label = decodeURIComponent(folder.uri.replace(/\/+$/, '').split('/').at(-1) ?? folder.uri);
    return children.length === 0 ? [] : [{ kind: 'folder', id, label, children, routes: folder.routes }];
  });
}

/** A node without what the view leaves out; a group of which nothing stays vanishes. */
function shownPart(node: RouteNode, view: RouteView): readonly RouteNode[] {
  if (node.kind === 'route') return isShown(node.route, view) ? [node] : [];
  const children = node.children.flatMap((child) => shownPart(child, view));
  return children.length === 0 ? [] : [{ ...node, children }];
}

function isShown(route: RouteMessage, { problemsOnly, filter }: RouteView): boolean {
  if (problemsOnly && !isProblem(route)) return false;
  const text = `${route.methods.join(',')} ${route.path} ${route.handler} ${route.says}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function appNodes(folder: FolderRoutes): readonly RouteNode[] {
  return group(folder.routes, (route) => route.app).map(([app, routes]) => {
    const id = `app ${folder.uri} ${app ?? ''}`;
    return {
      kind: 'app',
      id,
      label: app ?? vscode.l10n.t('not mounted in any app'),
      children: blueprintNodes(folder, id, routes),
      routes,
    };
  });
}

/** Blueprints first, then the app's own routes, as a file explorer shows folders first. */
function blueprintNodes(folder: FolderRoutes, parent: string, ofApp: readonly RouteMessage[]): readonly RouteNode[] {
  return group(ofApp, (route) => route.blueprint)
    .sort(([a], [b]) => Number(a === null) - Number(b === null))
    .flatMap(([blueprint, routes]): readonly RouteNode[] => {
      const id = `${parent} ${blueprint ?? ''}`;
      const children = leaves(folder, id, routes);
      return blueprint === null
        ? children
        : [{ kind: 'blueprint', id: `blueprint ${id}`, label: blueprint, blueprint, children, routes }];
    });
}

/** What needs work first. */
const verdictOrder: readonly ShownVerdict[] = [
  'unprotected',
  'presence-only',
  'conditional',
  'unverified',
  'protected',
  'public',
];

function verdictNodes(folder: FolderRoutes): readonly RouteNode[] {
  return verdictOrder.flatMap((verdict): readonly RouteNode[] => {
    const routes = folder.routes.filter((route) => shownVerdict(route) === verdict);
    const id = `verdict ${folder.uri} ${verdict}`;
    const children = leaves(folder, id, routes);
    return routes.length === 0
      ? []
      : [{ kind: 'verdict', id, label: verdictTitles()[verdict], verdict, children, routes }];
  });
}

/** The verdict, but for routes that are public by intent. */
export function shownVerdict(route: RouteMessage): ShownVerdict {
  return route.publicReason === null ? route.verdict : 'public';
}

/** By path; two routes that no other word tells apart get a number, because ids must differ. */
function leaves({ headerName }: FolderRoutes, parent: string, routes: readonly RouteMessage[]): readonly RouteLeaf[] {
  const seen = new Map<string, number>();
  return [...routes]
    .sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)))
    .map((route) => {
      const name = `route ${parent} ${route.methods.join()} ${route.path} ${route.handler}`;
      const count = seen.get(name) ?? 0;
      seen.set(name, count + 1);
      return { kind: 'route', id: `${name} ${count}`, route, headerName };
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
