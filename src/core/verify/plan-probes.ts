import type { Route } from '../results/results';
import { fillPath, type PathExamples } from './fill-path';
import { carryKey } from './key-carriers';
import type { KeyKind } from './observe';

/** What the person chose. */
export interface ProbeOptions {
  readonly headerName: string;
  /** The key that the app accepts; undefined when it was not given. */
  readonly rightKey: string | undefined;
  /** One that no app accepts; made anew for each run, so that nothing can be configured to know it. */
  readonly wrongKey: string;
  readonly examples: PathExamples;
  /** Whether methods that change something are called, too. */
  readonly isUnsafeAllowed: boolean;
}

/** One request. It may hold the right key: only its answer may be shown. */
export interface Probe {
  readonly kind: KeyKind;
  readonly method: string;
  /** Path and query, percent-encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The requests for one method of one route; none when it is not called, and why. */
export interface PlannedRoute {
  readonly route: Route;
  readonly method: string;
  readonly probes: readonly Probe[];
  readonly skipped: string | null;
}

/** Methods that RFC 9110 §9.2.1 calls safe. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Plans the requests of all routes, one plan per route and method. */
export function planProbes(routes: readonly Route[], options: ProbeOptions): readonly PlannedRoute[] {
  return routes.flatMap((route) =>
    route.methods.map((method): PlannedRoute => {
      const skipped = reasonToSkip(route, method, options);
      return { route, method, skipped, probes: skipped === null ? probesOf(route, method, options) : [] };
    }),
  );
}

function reasonToSkip(route: Route, method: string, { isUnsafeAllowed }: ProbeOptions): string | null {
  if (route.app === null) return 'its blueprint is never mounted';
  if (!route.path.startsWith('/')) return 'its path is not known';
  return isUnsafeAllowed || safeMethods.has(method) ? null : `${method} may change something`;
}

function probesOf(route: Route, method: string, options: ProbeOptions): readonly Probe[] {
  const path = fillPath(route.path, options.examples);
  const probe = (kind: KeyKind, key: string | null): Probe => {
    const { headers, query } =
      key === null ? { headers: {}, query: {} } : carryKey(route.credentials, options.headerName, key);
    const search = new URLSearchParams(query).toString();
    return { kind, method, target: search === '' ? path : `${path}?${search}`, headers };
  };
  return [
    probe('none', null),
    probe('empty', ''),
    probe('wrong', options.wrongKey),
    ...(options.rightKey === undefined ? [] : [probe('right', options.rightKey)]),
  ];
}
