import type { Project } from '../flask/project';
import type { FlaskObject } from '../flask/registry';
import type { Scope } from '../semantics/values/values';

/** How a test module gets hold of one app. */
export interface AppImport {
  readonly module: string;
  /** Python expression that gives the app once `module` is imported, e.g. `shop.create_app()`. */
  readonly expression: string;
}

/** One way to each app that some file of the project makes, in the order in which they are made. */
export function appImports(project: Project): readonly AppImport[] {
  const imports = project.registry.apps().flatMap((app) => appImport(project, app) ?? []);
  return imports.filter((one, at) => imports.findIndex(({ expression }) => expression === one.expression) === at);
}

/** A module's own variable, else a factory that needs no argument, else another module's variable, else any factory. */
function appImport(project: Project, app: FlaskObject): AppImport | undefined {
  const { file } = app.location;
  const home = project.scopes.get(file);
  const own = variableOf(project, file, home, app);
  const factory = factoryOf(project, file, home, app);
  if (own || factory?.needsNothing) return own ?? factory;
  for (const [other, scope] of project.scopes) {
    const found = other === file ? undefined : variableOf(project, other, scope, app);
    if (found) return found;
  }
  return factory;
}

function variableOf(project: Project, file: string, scope: Scope | undefined, app: FlaskObject): AppImport | undefined {
  const [name] = [...(scope?.names ?? [])].find(([, value]) => value === app.value) ?? [];
  const module = project.modules.describe(file).name;
  return name === undefined ? undefined : { module, expression: `${module}.${name}` };
}

function factoryOf(
  project: Project,
  file: string,
  scope: Scope | undefined,
  app: FlaskObject,
): (AppImport & { readonly needsNothing: boolean }) | undefined {
  const value = app.factory === null ? undefined : scope?.names.get(app.factory);
  if (app.factory === null || value?.kind !== 'function') return undefined;
  const module = project.modules.describe(file).name;
  const needed = value.definition.parameters.filter(({ fallback, star }) => fallback === null && star === '');
  return {
    module,
    expression: `${module}.${app.factory}(${needed.length > 0 ? '...' : ''})`,
    needsNothing: needed.length === 0,
  };
}

const demandedVariable = /\bos\.environ\[\s*["'](\w+)["']\s*\](?!\s*=[^=])/g;

/** Environment variables that code which took part in making the apps reads without a fallback, sorted. */
export function demandedVariables(project: Project): readonly string[] {
  const names = new Set<string>();
  for (const file of project.scopes.keys())
    for (const [, name = ''] of (project.source.text(file) ?? '').matchAll(demandedVariable)) names.add(name);
  return [...names].sort();
}
