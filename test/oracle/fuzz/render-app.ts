/** Renders a generated app as one Python module with the oracle's header. */
import type { Check, FuzzApp, Source } from './app-model';
import { prelude } from './prelude';
import { atomsOf, indent, renderCheck } from './render-check';
import { renderGuard, renderHook, renderMiddleware } from './render-guards';
import { type Marker, renderRoute } from './render-routes';

/** The module's text; a line that a route stands on ends with `marker(path, methods)`. */
export function renderApp(app: FuzzApp, marker: Marker): string {
  const helpers: string[] = [];
  const defineHelper = (body: readonly string[]): string => {
    const name = `check_${String(helpers.length)}`;
    helpers.push(['', '', `def ${name}():`, ...indent(body)].join('\n'));
    return name;
  };
  const statements = (check: Check, serve: string): string[] => renderCheck(check, { serve, defineHelper });
  const guards = app.guards.flatMap((guard, index) => renderGuard(guard, index, statements));
  const hooks = app.hooks.flatMap((hook, index) => renderHook(app, hook, index, statements));
  const routes = app.routes.flatMap((_, index) => renderRoute(app, index, statements, marker));
  const sections = [
    ...header(app),
    ...prelude,
    ...renderMiddleware(app),
    ...blueprints(app),
    helpers.join('\n'),
    ...guards,
    ...hooks,
    ...routes,
    '',
    '',
    ...mounts(app),
  ];
  return `${sections
    .join('\n')
    .replace(/\n{4,}/g, '\n\n\n')
    .trimEnd()}\n`;
}

function header(app: FuzzApp): string[] {
  const checks = [
    ...app.guards.map((guard) => guard.check),
    ...app.hooks.map((hook) => hook.check),
    ...app.routes.flatMap((route) => (route.body === null ? [] : [route.body])),
  ];
  const conditions = [...checks.map((check) => check.condition), ...(app.middleware === null ? [] : [app.middleware])];
  const atoms = new Set(conditions.flatMap(atomsOf));
  const isHeaderRead =
    app.middleware !== null || atoms.has('in-headers') || app.hooks.some((hook) => hook.exempt === 'identify');
  const places = new Set([...checks.map((check) => placeOf(check.source)), ...(isHeaderRead ? [placeOf('get')] : [])]);
  return [
    '# oracle: keep SERVICE_KEY=test-key-1',
    '# oracle: keep SERVICE_KEYS=test-key-1,test-key-2',
    '# oracle: header X-API-Key',
    '# oracle: query key',
    '# oracle: cookie api_key',
    places.has('basic user') ? '# oracle: basic user' : '# oracle: bearer',
    '# oracle: effect WORK',
    '# oracle: wrong w',
    ...(places.size > 1 ? [...places].map((place) => `# oracle: only ${place}`) : []),
    // A valid key in one place and an empty one where an unset variable lets it pass.
    ...(places.size > 1 && [...atoms].some((atom) => /environ-get|default/.test(atom))
      ? [...places].filter((place) => !place.startsWith('basic')).map((place) => `# oracle: also ${place}=`)
      : []),
    ...(atoms.has('same-twice') ? ['# oracle: also query confirm=wrong-key-0'] : []),
    ...(atoms.has('preview') ? ['# oracle: also query preview=1'] : []),
    ...(atoms.has('setting') ? ['# oracle: variant OPEN=1', '# oracle: variant OPEN=1 -API_KEY -API_KEYS'] : []),
    ...(checks.some((check) => check.shape === 'assert') ? ['# oracle: variant -O'] : []),
  ];
}

/** Callers may send different values in different places. */
function placeOf(source: Source): string {
  const places: Partial<Record<Source, string>> = {
    query: 'query key',
    cookie: 'cookie api_key',
    bearer: 'header Authorization',
    'bearer-partition': 'header Authorization',
    basic: 'basic user',
  };
  return places[source] ?? 'header X-API-Key';
}

function blueprints(app: FuzzApp): string[] {
  return app.blueprints.map((blueprint, index) => {
    const name = `b${String(index)}`;
    return `${name} = Blueprint("${name}", __name__${blueprint.prefix ? `, url_prefix="/${name}"` : ''})`;
  });
}

/** Children first: a blueprint takes its children along only if it has them when it is mounted. */
function mounts(app: FuzzApp): string[] {
  const lines = app.blueprints.flatMap((blueprint, index) => {
    const parent = blueprint.parent === null ? 'app' : `b${String(blueprint.parent)}`;
    return blueprint.isMounted ? [`${parent}.register_blueprint(b${String(index)})`] : [];
  });
  return lines.reverse();
}
