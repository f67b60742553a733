/** Renders what stands before the views: decorators, hooks, WSGI middleware and what recognises callers. */
import type { FuzzApp, Guard, Hook, Identity } from './app-model';
import { exemptions } from './exemptions';
import { blueprintChain, indent, pathOf, type Statements, target } from './names';
import { renderCondition } from './render-check';
import type { Marker } from './render-routes';

/** WSGI middleware around the whole app. */
export function renderMiddleware({ middleware }: FuzzApp): string[] {
  if (middleware === null) return [];
  const condition = renderCondition(middleware.condition, 'asked.headers.get("X-API-Key")').replaceAll(
    /\brequest\b/g,
    'asked',
  );
  const inner = middleware.form === 'class' ? 'self.inner' : 'inner';
  const body = [
    ...(middleware.isScoped
      ? ['if not environ["PATH_INFO"].startswith("/b0"):', `    return ${inner}(environ, start_response)`]
      : []),
    'asked = Request(environ)',
    `if not (${condition}):`,
    '    return Response("no", status=401)(environ, start_response)',
    `return ${inner}(environ, start_response)`,
  ];
  if (middleware.form === 'function') {
    const gate = ['def gated(environ, start_response):', ...indent(body), '', 'return gated'];
    return ['', '', 'def gate(inner):', ...indent(gate), '', '', 'app.wsgi_app = gate(app.wsgi_app)'];
  }
  const initialise = ['def __init__(self, inner):', '    self.inner = inner', ''];
  const call = ['def __call__(self, environ, start_response):', ...indent(body)];
  return ['', '', 'class Gate:', ...indent([...initialise, ...call]), '', '', 'app.wsgi_app = Gate(app.wsgi_app)'];
}

/** What remembers who is calling. */
export function renderIdentity(identity: Identity | null, statements: Statements, marker: Marker): string[] {
  if (identity === null) return [];
  const { form, check } = identity;
  const loader = ['', '', '@login_manager.user_loader', 'def load_user(name):', '    return Person(name)'];
  switch (form) {
    case 'g-user':
      return [
        ...defined('def remember():', ['g.user = "owner"']),
        ...['', '', '@app.before_request', 'def recognise():'],
        ...indent([...statements(check, 'remember()'), 'remember()']),
      ];
    case 'request-loader': {
      const body = [...statements(check, 'Person("owner")'), 'return Person("owner")'];
      return ['', '', '@login_manager.request_loader', 'def load_caller(request):', ...indent(body)];
    }
    case 'session':
    case 'user-loader': {
      const remembers = form === 'session' ? 'session["user"] = "owner"' : 'login_user(Person("owner"))';
      return [
        ...(form === 'session' ? [] : loader),
        ...defined('def enter():', [remembers, 'return work()']),
        ...['', '', '@app.post("/login")'],
        `def login():${marker('/login', ['POST'])}`,
        ...indent([...statements(check, 'enter()'), 'return enter()']),
      ];
    }
  }
}

/** A decorator. */
export function renderGuard(guard: Guard, index: number, statements: Statements): string[] {
  const name = `guard_${String(index)}`;
  const call = guard.form === 'class' ? 'self.view(*args, **kwargs)' : 'view(*args, **kwargs)';
  switch (guard.form) {
    case 'login-required':
      return [];
    case 'http-token':
    case 'http-optional':
    case 'http-basic':
      return renderLibraryGuard(guard, name);
    case 'class': {
      const body = [...statements(guard.check, call), `return ${call}`];
      const initialise = ['def __init__(self, view):', '    self.view = view', '    update_wrapper(self, view)', ''];
      return defined(`class ${name}:`, [...initialise, 'def __call__(self, *args, **kwargs):', ...indent(body)]);
    }
    case 'class-factory': {
      const initialise = ['def __init__(self, level):', '    self.level = level', ''];
      const decorator = decoratorBody(guard, call, statements);
      return defined(`class ${name}:`, [...initialise, 'def __call__(self, view):', ...indent(decorator)]);
    }
    case 'optional-argument': {
      const unapplied = ['if view is None:', `    return lambda later: ${name}(later, level=level)`, ''];
      return defined(`def ${name}(view=None, *, level=1):`, [...unapplied, ...decoratorBody(guard, call, statements)]);
    }
    case 'factory': {
      const decorator = ['def decorate(view):', ...indent(decoratorBody(guard, call, statements)), ''];
      return defined(`def ${name}():`, [...decorator, 'return decorate']);
    }
    default:
      return defined(`def ${name}(view):`, decoratorBody(guard, call, statements));
  }
}

function defined(head: string, body: readonly string[]): string[] {
  return ['', '', head, ...indent(body)];
}

/** Flask-HTTPAuth asks a callback for what the caller sent. */
function renderLibraryGuard(guard: Guard, name: string): string[] {
  const isBasic = guard.form === 'http-basic';
  const [sent, auth, callback] = isBasic
    ? ['password', 'HTTPBasicAuth()', 'verify_password']
    : ['token', 'HTTPTokenAuth(scheme="Bearer")', 'verify_token'];
  return [
    '',
    '',
    `${name} = ${auth}`,
    '',
    '',
    `@${name}.${callback}`,
    `def ${name}_callback(${isBasic ? 'username, ' : ''}${sent}):`,
    `    if ${renderCondition(guard.check.condition, sent)}:`,
    '        return "owner"',
    ...(guard.check.isInline ? ['    return None'] : []),
  ];
}

function decoratorBody(guard: Guard, call: string, statements: Statements): string[] {
  return [
    ...(guard.form === 'no-wraps' ? [] : ['@wraps(view)']),
    'def wrapped(*args, **kwargs):',
    ...indent(wrapperBody(guard, call, statements)),
    '',
    guard.form === 'returns-view' ? 'return view' : 'return wrapped',
  ];
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
  const body = [...exemption(app, hook), ...statements(hook.check, 'None')];
  const definition = [`def ${name}():`, ...indent(body)];
  const after = (registration: string): string[] => ['', '', ...definition, '', '', registration];
  switch (hook.form) {
    case 'list':
      return after(`${on}.before_request_funcs.setdefault(None, []).append(${name})`);
    case 'named-list': {
      const scope = hook.on === 'app' ? 'None' : `"${chainOf(app, hook.on)}"`;
      return after(`app.before_request_funcs.setdefault(${scope}, []).append(${name})`);
    }
    case 'loop':
      return after(`for target in [${on}]:\n    target.before_request(${name})`);
    case 'call':
      return after(`${on}.before_request(${name})`);
    case 'registrar':
      return [
        ...defined(`def register_${String(index)}(target):`, ['@target.before_request', ...definition]),
        '',
        '',
        `register_${String(index)}(${on})`,
      ];
    case 'preprocessor':
      // What it returns goes nowhere.
      return ['', '', `@${on}.url_value_preprocessor`, `def ${name}(endpoint, values):`, ...indent(body)];
    default: {
      const event = hook.form === 'app-request' && hook.on !== 'app' ? 'before_app_request' : 'before_request';
      return ['', '', `@${on}.${event}`, ...definition];
    }
  }
}

/** The dotted name that Flask knows a blueprint by. */
function chainOf(app: FuzzApp, on: number): string {
  const [first] = app.routes;
  return first === undefined ? `b${String(on)}` : blueprintChain(app, { ...first, on }).join('.');
}

function exemption(app: FuzzApp, hook: Hook): string[] {
  const [first] = app.routes;
  if (hook.exempt === null || first === undefined) return [];
  const condition = exemptions[hook.exempt]({
    endpoint: [...blueprintChain(app, first), 'r0'].join('.'),
    path: pathOf(app, 0),
  });
  return [`if ${condition}:`, '    return None'];
}
