import type { FindingSource } from '../rules/rule';
import { compareText } from '../text/compare-text';
import { endJudging, type Judgement } from '../guards/judge';
import { ItemsByFile } from './items-by-file';
import type { JudgedRoute } from '../guards/judged-routes';
import { asks, JudgedBound, settleSessions } from '../guards/settle-sessions';
import type { Project } from '../flask/project';
import type { Route } from '../results/results';
import { ListsByFile } from './lists-by-file';
import { recordMove, recordRoute, type RecordInput, type RouteRecord } from './route-record';

/** How many of a project's routes are judged. */
export interface JudgedSoFar {
  readonly judged: number;
  readonly of: number;
}

/**
 * Everything known of a project's routes, kept over edits. Most key presses fall into the body of a function that no
 * module runs while it is imported: what is registered stays the same then, only routes that rest on that function are
 * judged again, and only those of which something stands in its file are published again.
 */
export class RouteRecords {
  private records: RouteRecord[] = [];
  private judgedRoutes: JudgedBound[] = [];
  private index: RecordIndex | undefined;
  private readonly routesByFile = new ItemsByFile<Route>();
  private readonly sorted = new ListsByFile<Route>();
  /** What rules about single routes report. */
  readonly reports = new ItemsByFile<FindingSource>();

  /** Judges all routes of a project that was evaluated afresh, one at each step. */
  *judgeAll(input: RecordInput): Generator<JudgedSoFar, void> {
    this.records = [];
    this.judgedRoutes = [];
    this.index = undefined;
    this.routesByFile.clear();
    this.reports.clear();
    const seen = new Set<string>();
    const { routes } = input.project;
    for (const [at, bound] of routes.entries()) {
      const route = new JudgedBound(bound, input.project);
      if (isNew(route.verdicts, seen)) this.judgedRoutes.push(route);
      yield { judged: at + 1, of: routes.length };
    }
    const done: JudgedSoFar = { judged: routes.length, of: routes.length };
    for (const _step of settleSessions(input.project, this.judgedRoutes, new Set())) yield done;
    for (const [order, { bound, verdicts }] of this.judgedRoutes.entries()) {
      this.keep(recordRoute(input, { bound, order, verdicts }));
      yield done;
    }
    endJudging(input.project.judge);
  }

  /** Follows the edit of the bodies of these functions of a file. */
  judgeAgain(input: RecordInput, file: string, edited: Judgement['touched']): void {
    this.index ??= new RecordIndex(this.records);
    const resting = this.index.restingOn(edited);
    const again = this.judgeTouched(input.project, resting);
    for (const order of new Set([...again, ...this.index.standingIn(file)])) {
      const record = this.records[order];
      const verdicts = this.judgedRoutes[order]?.verdicts;
      if (!record || !verdicts) continue;
      if (resting.has(order) || !isSameJudgement(record.verdicts, verdicts)) {
        const next = recordRoute(input, { ...record, verdicts });
        this.index.replace(record, next);
        this.keep(next);
      } else {
        const moved = recordMove(input, record);
        if (moved !== record) this.keep(moved);
      }
    }
  }

  /** Judges these routes again, and others whose session values may be worth another thing now; gives all of them. */
  private judgeTouched(project: Project, resting: ReadonlySet<number>): ReadonlySet<number> {
    const again = new Set(resting);
    const opened = [...project.judged.openSessions.keys()];
    if (opened.length > 0)
      for (const [order, route] of this.judgedRoutes.entries()) if (asks(route, opened)) again.add(order);
    project.judged.openSessions = new Map();
    for (const order of again) {
      this.judgedRoutes[order]?.judge(project);
    }
    for (const _step of settleSessions(project, this.judgedRoutes, again));
    return again;
  }

  /** The verdicts of all routes. */
  get judged(): readonly JudgedRoute[] {
    const judged: JudgedRoute[] = [];
    // Asked at each key press, of thousands of records: `flatMap` takes seven times as long.
    for (const { verdicts } of this.records) judged.push(...verdicts);
    return judged;
  }

  /** All routes by file, place and path. */
  get published(): readonly Route[] {
    for (const file of this.routesByFile.takeChanged())
      this.sorted.set(file, [...this.routesByFile.of(file)].sort(byPlace));
    return this.sorted.all;
  }

  private keep(record: RouteRecord): void {
    this.records[record.order] = record;
    this.routesByFile.put(
      record.order,
      record.routes.map((route) => [route.location.file, route]),
    );
    this.reports.put(
      record.order,
      record.reports.map((source) => [source.report.file, source]),
    );
  }
}

/** Which routes an edit is about; made when the first edit comes. */
class RecordIndex {
  private readonly byFunction = new Map<unknown, Set<number>>();
  private readonly byFile = new Map<string, Set<number>>();

  constructor(records: readonly RouteRecord[]) {
    for (const record of records) this.add(record);
  }

  restingOn(edited: Judgement['touched']): ReadonlySet<number> {
    return new Set([...edited].flatMap((definition) => [...(this.byFunction.get(definition) ?? [])]));
  }

  standingIn(file: string): Iterable<number> {
    return this.byFile.get(file) ?? [];
  }

  replace(former: RouteRecord, next: RouteRecord): void {
    for (const touched of former.touched)
      for (const definition of touched) this.byFunction.get(definition)?.delete(former.order);
    for (const file of former.files) this.byFile.get(file)?.delete(former.order);
    this.add(next);
  }

  private add({ order, touched, files }: RouteRecord): void {
    for (const set of touched) for (const definition of set) add(this.byFunction, definition, order);
    for (const file of files) add(this.byFile, file, order);
  }
}

function add<Key>(index: Map<Key, Set<number>>, key: Key, order: number): void {
  const known = index.get(key);
  if (known) known.add(order);
  else index.set(key, new Set([order]));
}

function isSameJudgement(former: readonly JudgedRoute[], now: readonly JudgedRoute[]): boolean {
  const all = (verdicts: readonly JudgedRoute[]): Judgement[] => verdicts.flatMap(({ judgements }) => judgements);
  const [before, after] = [all(former), all(now)];
  return before.length === after.length && before.every((judgement, at) => judgement === after[at]);
}

/** Two runs of a factory, or an app imported in two ways, give the same route twice. */
function isNew([first]: readonly JudgedRoute[], seen: Set<string>): boolean {
  if (!first) return false;
  const { location, endpoint, app } = first.route;
  const { path, methods } = first.bound;
  const key = [location.file, location.span.start, path, methods.join(), endpoint, app].join('|');
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

function byPlace(left: Route, right: Route): number {
  return left.location.span.start - right.location.span.start || compareText(left.path, right.path);
}
