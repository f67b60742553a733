/** Renders what stands before the views: decorators, hooks and WSGI middleware. */
import type { FuzzApp, Guard, Hook } from './app-model';
import { blueprintChain, pathOf, type Statements, target } from './names';
import { indent, renderCondition } from './render-check';

/** WSGI middleware around the whole app. */
export function renderMiddleware(app: FuzzApp): string[] {
  if (app.middleware === null) return [];
  const condition = renderCondition(app.middleware, 'asked.headers.get("X-API-Key")').replaceAll(
    /\brequest\b/g,
    'asked',
  );
  const body = [
    'asked = Request(environ)',
    `if not (${condition}):`,
    '    return Response("no", status=401)(environ, start_response)',
    'return self.inner(environ, start_response)',
  ];
  const initialise = ['def __init__(self, inner):', '    self.inner = inner', ''];
  const call = ['def __call__(self, environ, start_response):', ...indent(body)];
  return ['class Gate:', ...indent([...initialise, ...call]), '', '', 'app.wsgi_app = Gate(app.wsgi_app)', '', ''];
}

/** A decorator. */
export function renderGuard(guard: Guard, index: number, statements: Statements): string[] {
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
    ...(guard.form === 'no-wraps' ? [] : ['@wraps(view)']),
    'def wrapped(*args, **kwargs):',
    ...indent(wrapperBody(guard, call, statements)),
    '',
  ];
  const decorator = [...wrapped, guard.form === 'returns-view' ? 'return view' : 'return wrapped'];
  if (guard.form === 'class-factory') {
    const initialise = ['def __init__(self, level):', '    self.level = level', ''];
    return ['', '', `class ${name}:`, ...indent([...initialise, 'def __call__(self, view):', ...indent(decorator)])];
  }
  if (guard.form === 'optional-argument') {
    const unapplied = ['if view is None:', `    return lambda later: ${name}(later, level=level)`, ''];
    return ['', '', `def ${name}(view=None, *, level=1):`, ...indent([...unapplied, ...decorator])];
  }
  if (guard.form !== 'factory') return ['', '', `def ${name}(view):`, ...indent(decorator)];
  return ['', '', `def ${name}():`, ...indent(['def decorate(view):', ...indent(decorator), '', 'return decorate'])];
}

function wrapperBody(guard: Guard, call: string, statements: Statements): string[] {
  if (guard.form === 'logs') return ['app.logger.info(request.path)', `return ${call}`];
  if (guard.form === 'late') return [`result = ${call}`, ...statements(guard.check, 'result'), 'return result'];
  return [...statements(guard.check, call), `return ${call}`];
}

/** A hook and how it is registered. */
export function renderHook(app: FuzzApp, hook: Hook, index: number, statements: Statements): string[] {
  const name = `hook_${String(index)}`;
  const on = target(hook.on);
  const body =
    hook.exempt === 'identify'
      ? ['g.user = OWNERS.get(request.headers.get("X-API-Key"))']
      : [...exemption(app, hook), ...statements(hook.check, 'None')];
  const definition = [`def ${name}():`, ...indent(body)];
  if (hook.form === 'list')
    return ['', '', ...definition, '', '', `${on}.before_request_funcs.setdefault(None, []).append(${name})`];
  if (hook.form === 'registrar')
    return [
      '',
      '',
      `def register_${String(index)}(target):`,
      ...indent(['@target.before_request', ...definition]),
      '',
      '',
      `register_${String(index)}(${on})`,
    ];
  // What it returns goes nowhere.
  if (hook.form === 'preprocessor' && hook.exempt !== 'identify')
    return ['', '', `@${on}.url_value_preprocessor`, `def ${name}(endpoint, values):`, ...indent(body)];
  if (hook.form === 'call') return ['', '', ...definition, '', '', `${on}.before_request(${name})`];
  const event = hook.form === 'app-request' && hook.on !== 'app' ? 'before_app_request' : 'before_request';
  return ['', '', `@${on}.${event}`, ...definition];
}

function exemption(app: FuzzApp, hook: Hook): string[] {
  const [first] = app.routes;
  const conditions = {
    endpoint:
      first === undefined ? 'False' : `request.endpoint in ("${[...blueprintChain(app, first), 'r0'].join('.')}",)`,
    'endpoint-prefix': 'request.endpoint.startswith("b0.")',
    'path-prefix': 'request.path.startswith("/b0/")',
    'path-regex': 're.match(r"^/r[0-2]$", request.path)',
    'view-attribute': 'getattr(current_app.view_functions.get(request.endpoint), "is_public", False)',
    path: first === undefined ? 'False' : `request.path == "${pathOf(app, 0)}"`,
    method: 'request.method == "GET"',
    blueprint: 'request.blueprint == "b0"',
  };
  if (hook.exempt === 'none' || hook.exempt === 'identify') return [];
  return [`if ${conditions[hook.exempt]}:`, '    return None'];
}
