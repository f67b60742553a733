/** Renders a generated app as one Python module with the oracle's header. */
import type { Check, FuzzApp, Guard, Hook, RouteModel, Source } from './app-model';
import { atomsOf, indent, renderCheck } from './render-check';

/** The module's text; a line that a route stands on ends with `marker(path, methods)`. */
export function renderApp(app: FuzzApp, marker: (path: string, methods: readonly string[]) => string): string {
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

type Statements = (check: Check, serve: string) => string[];

function header(app: FuzzApp): string[] {
  const checks = [
    ...app.guards.map((guard) => guard.check),
    ...app.hooks.map((hook) => hook.check),
    ...app.routes.flatMap((route) => (route.body === null ? [] : [route.body])),
  ];
  const atoms = new Set(checks.flatMap((check) => atomsOf(check.condition)));
  const isHeaderRead = atoms.has('in-headers') || app.hooks.some((hook) => hook.exempt === 'identify');
  const places = new Set([...checks.map((check) => placeOf(check.source)), ...(isHeaderRead ? [placeOf('get')] : [])]);
  return [
    '# oracle: keep SERVICE_KEY=test-key-1',
    '# oracle: keep SERVICE_KEYS=test-key-1,test-key-2',
    '# oracle: header X-API-Key',
    '# oracle: query key',
    '# oracle: bearer',
    '# oracle: effect WORK',
    '# oracle: wrong w',
    ...(places.size > 1 ? [...places].map((place) => `# oracle: only ${place}`) : []),
    ...(atoms.has('preview') ? ['# oracle: also query preview=1'] : []),
    ...(atoms.has('setting') ? ['# oracle: variant OPEN=1', '# oracle: variant OPEN=1 -API_KEY -API_KEYS'] : []),
    ...(checks.some((check) => check.shape === 'assert') ? ['# oracle: variant -O'] : []),
  ];
}

/** Callers may send different values in different places. */
function placeOf(source: Source): string {
  if (source === 'query') return 'query key';
  return source === 'bearer' ? 'header Authorization' : 'header X-API-Key';
}

const prelude = `import hmac
import os
from functools import update_wrapper, wraps

from flask import Blueprint, Flask, Response, abort, current_app, g, jsonify, redirect, request
from flask.views import MethodView
from werkzeug.exceptions import Unauthorized

app = Flask(__name__)
app.config["OPEN"] = os.environ.get("OPEN") == "1"
EXPECTED = os.environ["SERVICE_KEY"]
KEYS = set(os.environ["SERVICE_KEYS"].split(","))
OWNERS = {os.environ["SERVICE_KEY"]: "owner"}
WORK = []


def work():
    WORK.append(1)
    return {"data": 1}


def is_valid(key):
    return key in KEYS


def is_present(key):
    return bool(key)


def deny():
    abort(401)


def refusal():
    return jsonify(error="no"), 401

`.split('\n');

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

function renderGuard(guard: Guard, index: number, statements: Statements): string[] {
  const name = `guard_${String(index)}`;
  const call = guard.form === 'class' ? 'self.view(*args, **kwargs)' : 'view(*args, **kwargs)';
  if (guard.form === 'class') {
    const body = [...statements(guard.check, call), `return ${call}`];
    const initialise = ['def __init__(self, view):', '    self.view = view', '    update_wrapper(self, view)', ''];
    return [
      '',
      '',
      `class ${name}:`,
      ...indent([...initialise, 'def __call__(self, *args, **kwargs):', ...indent(body)]),
    ];
  }
  const wrapped = [
    '@wraps(view)',
    'def wrapped(*args, **kwargs):',
    ...indent(wrapperBody(guard, call, statements)),
    '',
  ];
  const decorator = [...wrapped, guard.form === 'returns-view' ? 'return view' : 'return wrapped'];
  if (guard.form !== 'factory') return ['', '', `def ${name}(view):`, ...indent(decorator)];
  return ['', '', `def ${name}():`, ...indent(['def decorate(view):', ...indent(decorator), '', 'return decorate'])];
}

function wrapperBody(guard: Guard, call: string, statements: Statements): string[] {
  if (guard.form === 'logs') return ['app.logger.info(request.path)', `return ${call}`];
  if (guard.form === 'late') return [`result = ${call}`, ...statements(guard.check, 'result'), 'return result'];
  return [...statements(guard.check, call), `return ${call}`];
}

function applied(app: FuzzApp, index: number): string {
  return `guard_${String(index)}${app.guards[index]?.form === 'factory' ? '()' : ''}`;
}

function renderHook(app: FuzzApp, hook: Hook, index: number, statements: Statements): string[] {
  const name = `hook_${String(index)}`;
  const on = target(hook.on);
  const body =
    hook.exempt === 'identify'
      ? ['g.user = OWNERS.get(request.headers.get("X-API-Key"))']
      : [...exemption(app, hook), ...statements(hook.check, 'None')];
  const definition = [`def ${name}():`, ...indent(body)];
  if (hook.form === 'call') return ['', '', ...definition, '', '', `${on}.before_request(${name})`];
  const event = hook.form === 'app-request' && hook.on !== 'app' ? 'before_app_request' : 'before_request';
  return ['', '', `@${on}.${event}`, ...definition];
}

function exemption(app: FuzzApp, hook: Hook): string[] {
  const [first] = app.routes;
  const conditions = {
    endpoint:
      first === undefined ? 'False' : `request.endpoint in ("${[...blueprintChain(app, first), 'r0'].join('.')}",)`,
    path: first === undefined ? 'False' : `request.path == "${pathOf(app, 0)}"`,
    method: 'request.method == "GET"',
    blueprint: 'request.blueprint == "b0"',
  };
  if (hook.exempt === 'none' || hook.exempt === 'identify') return [];
  return [`if ${conditions[hook.exempt]}:`, '    return None'];
}

function target(on: number | 'app'): string {
  return on === 'app' ? 'app' : `b${String(on)}`;
}

/** Names of the blueprints that a route hangs in, outermost first. */
function blueprintChain(app: FuzzApp, route: RouteModel): string[] {
  const names: string[] = [];
  for (
    let on: number | null = route.on === 'app' ? null : route.on;
    on !== null;
    on = app.blueprints[on]?.parent ?? null
  ) {
    names.unshift(`b${String(on)}`);
  }
  return names;
}

function pathOf(app: FuzzApp, index: number): string {
  const route = app.routes[index];
  const chain = route === undefined ? [] : blueprintChain(app, route);
  const prefixes = chain.filter((name) => app.blueprints[Number(name.slice(1))]?.prefix).map((name) => `/${name}`);
  return `${prefixes.join('')}/r${String(index)}`;
}

type Marker = (path: string, methods: readonly string[]) => string;

function renderRoute(app: FuzzApp, index: number, statements: Statements, marker: Marker): string[] {
  const route = app.routes[index];
  if (route === undefined) return [];
  const path = pathOf(app, index);
  if (route.form === 'method-view')
    return renderMethodView(app, route, index, statements, (methods) => marker(path, methods));
  const name = `r${String(index)}`;
  const on = target(route.on);
  const methods = `[${route.methods.map((method) => `"${method}"`).join(', ')}]`;
  const work = [...(route.body === null ? [] : statements(route.body, 'work()')), 'return work()'];
  if (route.form === 'add-url-rule') {
    const view = route.guards.reduceRight((inner, guard) => `${applied(app, guard)}(${inner})`, name);
    const call = `${on}.add_url_rule("/${name}", "${name}", ${view}, methods=${methods})`;
    return ['', '', `def ${name}():`, ...indent(work), '', '', `${call}${marker(path, route.methods)}`];
  }
  const [only, another] = route.methods;
  const isShortcut = route.form === 'shortcut' && only !== undefined && another === undefined;
  const rule = isShortcut ? `@${on}.${only.toLowerCase()}("/${name}")` : `@${on}.route("/${name}", methods=${methods})`;
  const above = route.misplaced === null ? [] : [`@${applied(app, route.misplaced)}`];
  const below = route.guards.map((guard) => `@${applied(app, guard)}`);
  return ['', '', ...above, rule, ...below, `def ${name}():${marker(path, route.methods)}`, ...indent(work)];
}

function renderMethodView(
  app: FuzzApp,
  route: RouteModel,
  index: number,
  statements: Statements,
  marker: (methods: readonly string[]) => string,
): string[] {
  const name = `r${String(index)}`;
  const body = [...(route.body === null ? [] : statements(route.body, 'work()')), 'return work()'];
  const methods = route.methods.flatMap((method) => [
    '',
    `def ${method.toLowerCase()}(self):${marker([method])}`,
    ...indent(body),
  ]);
  // Flask applies the list from its start, so the innermost comes first.
  const decorators = route.guards.map((guard) => applied(app, guard)).reverse();
  const list = decorators.length > 0 ? [`decorators = [${decorators.join(', ')}]`] : [];
  const call = `${target(route.on)}.add_url_rule("/${name}", view_func=View${String(index)}.as_view("${name}"))`;
  return ['', '', `class View${String(index)}(MethodView):`, ...indent([...list, ...methods]), '', '', call];
}
