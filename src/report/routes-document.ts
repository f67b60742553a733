/** Every route with its verdict and evidence, as `api-key-guard routes --format json` prints it. Version 1, see README. */
import type { GuardKind, Route, Strength, UnreadableFile, Verdict } from '../core/results/results';
import { type Place, Places, type ProjectReport } from './project-report';

/** One step of the evidence. */
export interface DocumentStep {
  readonly file: string;
  readonly line: number;
  readonly says: string;
}

/** One route; `line` is that of its `def`. */
export interface DocumentRoute extends Place {
  readonly handler: string;
  readonly endpoint: string;
  readonly path: string;
  readonly methods: readonly string[];
  readonly app: string | null;
  readonly blueprint: string | null;
  readonly verdict: Verdict;
  readonly public: { readonly reason: string; readonly file: string; readonly line: number } | null;
  readonly guards: readonly DocumentGuard[];
  readonly evidence: readonly DocumentStep[];
}

/** One guard in a route's chain, outermost first. */
export interface DocumentGuard {
  readonly kind: GuardKind;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly strength: Strength;
}

/** How many files and routes there are, and how many routes of each verdict. */
export type RouteCounts = { readonly files: number; readonly routes: number } & Readonly<Record<Verdict, number>>;

/** The whole document. */
export interface RoutesDocument {
  readonly version: 1;
  readonly routes: readonly DocumentRoute[];
  readonly unreadable: readonly UnreadableFile[];
  readonly summary: RouteCounts;
}

/** Puts the routes of all projects into one document. */
export function routesDocument(projects: readonly ProjectReport[]): RoutesDocument {
  return {
    version: 1,
    routes: projects.flatMap((project) => {
      const places = new Places(project);
      return project.analysis.routes.map((route) => documentRoute(route, places));
    }),
    unreadable: unreadableFiles(projects),
    summary: countRoutes(projects),
  };
}

/** Files that could not be judged, named for the reader. */
export function unreadableFiles(projects: readonly ProjectReport[]): readonly UnreadableFile[] {
  return projects.flatMap((project) =>
    project.analysis.unreadable.map(({ file, reason }) => ({ file: project.nameOf(file), reason })),
  );
}

/** Counts files, routes and verdicts. */
export function countRoutes(projects: readonly ProjectReport[]): RouteCounts {
  const routes = projects.flatMap(({ analysis }) => analysis.routes);
  const count = (verdict: Verdict) => routes.filter((route) => route.verdict === verdict).length;
  return {
    files: projects.reduce((sum, { analysis }) => sum + analysis.fileCount, 0),
    routes: routes.length,
    protected: count('protected'),
    conditional: count('conditional'),
    'presence-only': count('presence-only'),
    unprotected: count('unprotected'),
    unverified: count('unverified'),
  };
}

function documentRoute(route: Route, places: Places): DocumentRoute {
  return {
    ...places.start(route.location),
    handler: route.handler,
    endpoint: route.endpoint,
    path: route.path,
    methods: route.methods,
    app: route.app,
    blueprint: route.blueprint,
    verdict: route.verdict,
    public: route.public && { reason: route.public.reason, ...fileAndLine(places.start(route.public.location)) },
    guards: route.guards.map((guard) => ({
      kind: guard.kind,
      name: guard.name,
      ...fileAndLine(places.start(guard)),
      strength: guard.strength,
    })),
    evidence: route.evidence.map((step) => ({ ...fileAndLine(places.start(step)), says: step.says })),
  };
}

function fileAndLine({ file, line }: Place): { readonly file: string; readonly line: number } {
  return { file, line };
}
