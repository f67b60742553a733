/** Names, paths and indentation that a generated app's parts share. */
import type { Check, FuzzApp, Guard, RouteModel } from './app-model';

/** Renders a check; a caller who passes gets `serve`. */
export type Statements = (check: Check, serve: string) => string[];

/** The lines one level deeper. */
export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `    ${line}`));
}

/** The variable that holds the app or a blueprint. */
export function target(on: number | 'app'): string {
  return on === 'app' ? 'app' : `b${String(on)}`;
}

/** Names of the blueprints that a route hangs in, outermost first. */
export function blueprintChain(app: FuzzApp, route: RouteModel): string[] {
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

/** The whole path of a route. */
export function pathOf(app: FuzzApp, index: number): string {
  const route = app.routes[index];
  const chain = route === undefined ? [] : blueprintChain(app, route);
  const prefixes = chain.filter((name) => app.blueprints[Number(name.slice(1))]?.prefix).map((name) => `/${name}`);
  return `${prefixes.join('')}/r${String(index)}`;
}

/** A guard as it is applied: by its name, or called first. */
export function applied(app: FuzzApp, index: number): string {
  const name = `guard_${String(index)}`;
  const uses: Partial<Record<Guard['form'], string>> = {
    factory: `${name}()`,
    'class-factory': `${name}("admin")`,
    'optional-argument': `${name}(level=2)`,
    'http-token': `${name}.login_required`,
    'http-basic': `${name}.login_required`,
    'http-optional': `${name}.login_required(optional=True)`,
    'login-required': 'login_required',
  };
  const form = app.guards[index]?.form;
  return (form && uses[form]) ?? name;
}
