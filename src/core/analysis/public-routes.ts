import { lastName } from '../python/last-name';
import { decorations } from '../semantics/statements/definitions';
import type { Decorator } from '../python/syntax';
import type { Project } from '../flask/project';
import { LineIndex } from '../text/line-index';
import { globPattern } from '../text/glob';
import { factsByFile } from '../text/facts-by-file';
import { memoByObject } from '../text/memo-by-object';
import type { Location, Span } from '../text/span';
import type { JudgedRoute } from '../guards/judged-routes';
import { findMarkers } from '../text/markers';
import type { AnalysisSettings, Route } from '../results/results';

const publicMarkers = factsByFile((file, text) => {
  const markers = findMarkers(file, text).filter((marker) => marker.kind === 'public');
  return markers.length === 0 ? undefined : { markers, lines: new LineIndex(text) };
});

/** Notes that a route is declared public: by a marker comment, a marker decorator or a setting. The verdict stays. */
export function declarePublic(judged: JudgedRoute, project: Project, settings: AnalysisSettings): JudgedRoute {
  const declared =
    byComment(judged, publicMarkers(project.source)) ?? byDecorator(judged, settings) ?? bySetting(judged, settings);
  return declared ? { ...judged, route: { ...judged.route, public: declared } } : judged;
}

/** Places whose lines may hold the comment: the `def`, the view with its decorators (always second), registration, blueprints. */
export function declaringPlaces({ bound, route }: JudgedRoute): readonly Location[] {
  const { original, chain, registration } = bound;
  const view =
    original && original.definition.kind !== 'lambda'
      ? { file: original.scope.module.file, span: original.definition.whole }
      : route.location;
  return [route.location, view, registration.location, ...chain.map((object) => object.location)];
}

type Declaration = Route['public'];

function byComment(judged: JudgedRoute, marked: ReturnType<typeof publicMarkers>): Declaration {
  if (marked.size === 0) return null;
  for (const [at, { file, span }] of declaringPlaces(judged).entries()) {
    const here = marked.get(file);
    if (!here) continue;
    const lineOf = ({ start }: Span): number => here.lines.positionAt(start).line;
    const first = lineOf(span);
    // Decorators and `def` belong together: a marker on any of their lines counts.
    const last = lineOf(at === 1 ? judged.route.location.span : span);
    const found = here.markers.find((marker) => marker.line >= first && marker.line <= last);
    if (found) return { reason: found.reason, location: found.location };
  }
  return null;
}

function byDecorator(judged: JudgedRoute, settings: AnalysisSettings): Declaration {
  const { original } = judged.bound;
  if (original?.definition.kind !== 'function') return null;
  const decorators: readonly Decorator[] =
    decorations.get(original.definition)?.map((decoration) => decoration.decorator) ?? [];
  const found = decorators.find((decorator) => settings.publicDecorators.includes(nameOf(decorator)));
  return found
    ? {
        reason: `@${nameOf(found)}`,
        location: { file: original.scope.module.file, span: { start: found.start, end: found.end } },
      }
    : null;
}

function nameOf(decorator: Decorator): string {
  const { expression } = decorator;
  return lastName(expression.kind === 'call' ? expression.callee : expression);
}

function bySetting({ route }: JudgedRoute, settings: AnalysisSettings): Declaration {
  if (!globsOf(settings).some((glob) => glob.test(route.path))) return null;
  return { reason: 'publicRoutes setting', location: route.location };
}

const globsOf = memoByObject(({ publicRoutes }: AnalysisSettings) => publicRoutes.map(globPattern));
