/** Renders views and their rules. */
import type { FuzzApp, RouteModel } from './app-model';
import { applied, indent, pathOf, type Statements, target } from './names';

/** Ends a line that a route stands on. */
export type Marker = (path: string, methods: readonly string[]) => string;

/** One view with its rule. */
export function renderRoute(app: FuzzApp, index: number, statements: Statements, marker: Marker): string[] {
  const route = app.routes[index];
  if (route === undefined) return [];
  const path = pathOf(app, index);
  if (route.form.endsWith('-view') || route.form.endsWith('resource'))
    return renderClassView(app, route, index, statements, (methods) => marker(path, methods));
  const name = `r${String(index)}`;
  const on = target(route.on);
  const methods = `[${route.methods.map((method) => `"${method}"`).join(', ')}]`;
  // Flask names an endpoint by the function, and a decorator without wraps has one name for all.
  const endpoint = [...route.guards, ...(route.misplaced === null ? [] : [route.misplaced])].some(
    (guard) => app.guards[guard]?.form === 'no-wraps',
  )
    ? `, endpoint="${name}"`
    : '';
  const work = [...(route.body === null ? [] : statements(route.body, 'work()')), 'return work()'];
  if (route.form === 'add-url-rule') {
    const view = route.guards.reduceRight((inner, guard) => `${applied(app, guard)}(${inner})`, name);
    const call = `${on}.add_url_rule("/${name}", "${name}", ${view}, methods=${methods})`;
    return ['', '', `def ${name}():`, ...indent(work), '', '', `${call}${marker(path, route.methods)}`];
  }
  const [only, another] = route.methods;
  const isShortcut = route.form === 'shortcut' && only !== undefined && another === undefined;
  const rule = isShortcut
    ? `@${on}.${only.toLowerCase()}("/${name}"${endpoint})`
    : `@${on}.route("/${name}", methods=${methods}${endpoint})`;
  const above = route.misplaced === null ? [] : [`@${applied(app, route.misplaced)}`];
  const marks = route.isMarked ? ['@public'] : [];
  const below = route.guards.map((guard) => `@${applied(app, guard)}`);
  return ['', '', ...above, rule, ...below, ...marks, `def ${name}():${marker(path, route.methods)}`, ...indent(work)];
}

/** Methods of its own, checked in its own body, by its base's decorators or where its base dispatches. */
function renderClassView(
  app: FuzzApp,
  route: RouteModel,
  index: number,
  statements: Statements,
  marker: (methods: readonly string[]) => string,
): string[] {
  const name = `r${String(index)}`;
  const isPlain = route.form === 'plain-view';
  const isDispatching = route.form === 'checked-view';
  const isResource = route.form.endsWith('resource');
  const check = (serve: string): string[] => (route.body === null ? [] : statements(route.body, serve));
  const body = [...(isDispatching ? [] : check('work()')), 'return work()'];
  const methods = isPlain
    ? ['', `def dispatch_request(self):${marker(route.methods)}`, ...indent(body)]
    : route.methods.flatMap((method) => ['', `def ${method.toLowerCase()}(self):${marker([method])}`, ...indent(body)]);
  // Flask applies the list from its start, so the innermost comes first.
  const decorators = route.guards.map((guard) => applied(app, guard)).reverse();
  const list = [
    ...(decorators.length > 0 ? [`${isResource ? 'method_' : ''}decorators = [${decorators.join(', ')}]`] : []),
    ...(isPlain ? [`methods = [${route.methods.map((method) => `"${method}"`).join(', ')}]`] : []),
  ];
  const call = isResource
    ? `Api(${target(route.on)}).add_resource(View${String(index)}, "/${name}", endpoint="${name}")`
    : `${target(route.on)}.add_url_rule("/${name}", view_func=View${String(index)}.as_view("${name}"))`;
  const define = (className: string, base: string, members: readonly string[]): string[] => [
    '',
    '',
    `class ${className}(${base}):`,
    ...indent(members.length > 0 ? members : ['pass']),
  ];
  const view = `View${String(index)}`;
  if (isPlain) return [...define(view, 'View', [...list, ...methods]), '', '', call];
  const library = isResource ? 'Resource' : 'MethodView';
  if (route.form === 'method-view' || route.form === 'resource')
    return [...define(view, library, [...list, ...methods]), '', '', call];
  const onward = 'super().dispatch_request(*args, **kwargs)';
  const dispatch = [
    '',
    'def dispatch_request(self, *args, **kwargs):',
    ...indent([...check(onward), `return ${onward}`]),
  ];
  const base = define(`Base${String(index)}`, library, [...list, ...(isDispatching ? dispatch : [])]);
  return [...base, ...define(view, `Base${String(index)}`, methods), '', '', call];
}
