import { decorations } from '../semantics/definitions';
import type { Decorator } from '../python/syntax';
import type { Project } from '../flask/project';
import { LineIndex } from '../text/line-index';
import { memoByText } from '../text/memo-by-text';
import type { JudgedRoute } from './judged-routes';
import { findMarkers } from './markers';
import type { AnalysisSettings, Route } from './results';

const publicMarkers = memoByText((file, text) => {
  const markers = findMarkers(file, text).filter((marker) => marker.kind === 'public');
  return { markers, lines: markers.length === 0 ? null : new LineIndex(text) };
});

/** Notes which routes are declared public: by a marker comment, a marker decorator or a setting. The verdict stays. */
export function declarePublic(
  routes: readonly JudgedRoute[],
  project: Project,
  settings: AnalysisSettings,
): JudgedRoute[] {
  const markersOf = (file: string) => publicMarkers(project.source, file, project.source.text(file) ?? '');
  const globs = settings.publicRoutes.map(globPattern);
  return routes.map((judged) => {
    const declared = byComment(judged, markersOf) ?? byDecorator(judged, settings) ?? bySetting(judged, globs);
    return declared ? { ...judged, route: { ...judged.route, public: declared } } : judged;
  });
}

type Declaration = Route['public'];

function byComment(judged: JudgedRoute, markersOf: (file: string) => ReturnType<typeof publicMarkers>): Declaration {
  const { original, chain } = judged.bound;
  const places = [
    judged.route.location,
    ...(original && original.definition.kind !== 'lambda'
      ? [{ file: original.scope.module.file, span: original.definition.whole }]
      : []),
    judged.bound.registration.location,
    ...chain.map((object) => object.location),
  ];
  for (const place of places) {
    const { markers, lines } = markersOf(place.file);
    if (lines === null) continue;
    const first = lines.positionAt(place.span.start).line;
    // Decorators and `def` belong together: a marker on any of their lines counts.
    const last =
      place === places[1]
        ? lines.positionAt(judged.route.location.span.start).line
        : lines.positionAt(place.span.start).line;
    const found = markers.find((marker) => marker.line >= first && marker.line <= last);
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
  const expression = decorator.expression.kind === 'call' ? decorator.expression.callee : decorator.expression;
  return expression.kind === 'name' ? expression.id : expression.kind === 'attribute' ? expression.name : '';
}

function bySetting(judged: JudgedRoute, globs: readonly RegExp[]): Declaration {
  if (!globs.some((glob) => glob.test(judged.route.path))) return null;
  return { reason: 'publicRoutes setting', location: judged.route.location };
}

/** `*` stands for one part of a URL, `**` for any number of them. */
function globPattern(glob: string): RegExp {
  const source = glob
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`);
}
