/** Renders a generated app as one Python module with the oracle's header. */
import type { Check, FuzzApp } from './app-model';
import { indent, type Statements } from './names';
import { preludeFor } from './prelude';
import { renderCheck } from './render-check';
import { renderGuard, renderHook, renderIdentity, renderMiddleware } from './render-guards';
import { type Marker, renderRoute } from './render-routes';
import { carriers } from './sources';

/** The module's text; a line that a route stands on ends with `marker(path, methods)`. */
export function renderApp(app: FuzzApp, marker: Marker): string {
  const helpers: string[] = [];
  const helper = (body: readonly string[], decorator?: string): string => {
    const name = `check_${String(helpers.length)}`;
    const decorators = decorator === undefined ? [] : [decorator];
    helpers.push(['', '', ...decorators, `def ${name}():`, ...indent(body)].join('\n'));
    return name;
  };
  const statements: Statements = (check: Check, serve: string) => renderCheck(check, { serve, helper });
  const guards = app.guards.flatMap((guard, index) => renderGuard(guard, index, statements));
  const identity = renderIdentity(app.identity, statements, marker);
  const hooks = app.hooks.flatMap((hook, index) => renderHook(app, hook, index, statements));
  const routes = app.routes.flatMap((_, index) => renderRoute(app, index, statements, marker));
  const body = [
    ...renderMiddleware(app),
    '',
    '',
    ...blueprints(app),
    helpers.join('\n'),
    ...guards,
    ...identity,
    ...hooks,
    ...routes,
    '',
    '',
    ...mounts(app),
  ].join('\n');
  const text = `${preludeFor(body)}\n${body}`;
  return `${[...header(app, text), text]
    .join('\n')
    .replace(/\n{4,}/g, '\n\n\n')
    .trimEnd()}\n`;
}

/** What a text asks of the oracle besides its keys. */
const probes: readonly { readonly reads: RegExp; readonly lines: readonly string[] }[] = [
  { reads: /get\("confirm"\)/, lines: ['also query confirm=test-key-0', 'also query confirm=test-key-1'] },
  { reads: /get\("preview"\)/, lines: ['also query preview=1'] },
  // No bearer's, which some ways to read the header take for none.
  { reads: /bearer_token\(\)/, lines: ['also header Authorization=Key wrong-key-0'] },
  { reads: /^def login\(/m, lines: ['after POST /login'] },
];

/** Ways to run an app otherwise; only together may two of them show what it does. */
const switches: readonly { readonly reads: RegExp; readonly variant: string }[] = [
  { reads: /config\["OPEN"\] = /, variant: 'OPEN=1' },
  { reads: /config\["AUTH_ENABLED"\] = /, variant: 'AUTH_ENABLED=0' },
  { reads: /^\s*assert /m, variant: '-O' },
  { reads: /environ\.get\("API_KEYS?"/, variant: '-API_KEY -API_KEYS' },
];

/** Every combination of an app's switches, but for those that the oracle tries itself: none, and unset keys alone. */
function variants(text: string): string[] {
  const combinations = switches
    .filter(({ reads }) => reads.test(text))
    .reduce<string[]>((all, { variant }) => [...all, ...all.map((one) => `${one} ${variant}`)], ['variant']);
  return combinations.filter((one) => one !== 'variant' && one !== 'variant -API_KEY -API_KEYS');
}

function header(app: FuzzApp, text: string): string[] {
  const read = carriers.filter(({ reads }) => reads.test(text));
  const places = read.length > 1 ? read : [];
  // A valid key in one place and an empty one where an unset variable lets it pass.
  const isUnsetTold = /environ\.get\("API_KEYS?"/.test(text);
  const lines = [
    'keep SERVICE_KEY=test-key-1',
    'keep SERVICE_KEYS=test-key-1,test-key-2',
    ...(read.length > 0 ? read : carriers.slice(0, 1)).map(({ carrier }) => carrier),
    ...(app.routes.length > 0 ? ['effect WORK'] : []),
    'wrong !',
    ...(text.includes('SERVICE_KEYS') ? ['other test-key-2'] : []),
    ...places.map(({ place }) => `only ${place}`),
    ...(isUnsetTold ? places.filter(({ carrier }) => !carrier.startsWith('basic')) : []).map(
      ({ place }) => `also ${place}=`,
    ),
    ...variants(text),
    ...probes.flatMap(({ reads, lines: needed }) => (reads.test(text) ? needed : [])),
  ];
  return lines.map((line) => `# oracle: ${line}`);
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
