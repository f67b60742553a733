import type { FunctionDefinition, ModuleSyntax, Statement } from '../python/syntax';
import { createMachine } from '../semantics/create-machine';
import { moduleScope, moduleFrame, Budget, type Machine, type Modules, type Site } from '../semantics/machine';
import { State } from '../semantics/paths/state';
import { freshId, type FunctionValue, type ModuleScope, type Scope, type Value } from '../semantics/values/values';
import { noArguments } from '../semantics/values/call-arguments';
import { isDocument, parseDocument } from '../openapi/parse-document';
import { memoByText } from '../text/memo-by-text';
import type { Judged } from './judged';
import { createFlaskLibrary } from './library';
import { modelFile, modelText } from './libraries/written-models';
import { isVendored, ModulePaths } from './module-paths';
import { Registry } from './registry';
import { bindRoutes, type BoundRoute, originalView } from './registration/routes';

/** Gives syntax by file; parses on demand and may cache by text. */
export interface SyntaxSource {
  /** Python files, sorted. */
  readonly files: readonly string[];
  /** Python files and others, sorted. */
  readonly allFiles: readonly string[];
  syntax(file: string): ModuleSyntax | undefined;
  text(file: string): string | undefined;
  /** Each file that was put in, changed or taken out, as often as that happened. */
  readonly changes: readonly string[];
  /** Syntax of a text that is no file of its own. */
  readonly parse: (python: string) => ModuleSyntax;
}

/** A workspace whose registrations were evaluated: what `flask routes` would know, plus how to judge. */
export interface Project {
  readonly registry: Registry;
  /** Every route of every app. */
  readonly routes: readonly BoundRoute[];
  readonly judged: Judged;
  readonly modules: Modules;
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly source: SyntaxSource;
  /** Follows every path; used to judge. */
  readonly judge: Machine;
  /** Functions that ran while modules were imported and factories called. */
  readonly entered: ReadonlySet<FunctionValue['definition']>;
  /** Files whose nesting is beyond what can be followed. */
  readonly tooDeep: ReadonlySet<string>;
}

const registering =
  /\.route\s*\(|\bBlueprint\b|add_url_rule|before_(?:app_)?request|add_resource|MethodView|\bclass\s+\w+\s*\([^)]{0,300}\bResource\b|@\w*\.?expose\s*\(|\bFlask\s*\(|\(\s*(?:\w+\.)?Flask\s*\)|register_blueprint|as_view|add_namespace|(?<!class\s|argparse\.)\bNamespace\s*\(\s*[^)\s]|\bAPIFlask\b|\b(?:create|make|build)_app\s*\(|FlaskApp\s*\(|\badd_api\s*\(|\bconnexion\.App\s*\(|@\s*[\w.]+\.(?:get|post|put|patch|delete)\s*\(/;
const isTestPath = /(?:^|\/)(?:tests?|testing)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/;
const isTestText = /\b(?:pytest|unittest|test_client|def test_)/;

/** Whether a file may register routes and is not a test of the project. */
export function mayRegister(file: string, text: string): boolean {
  return registering.test(text) && !isVendored(file) && !(isTestPath.test(file) && isTestText.test(text));
}

const isRoot = memoByText(mayRegister);

/** Steps that the code started by one module or factory may take, without those of the modules that it imports. */
const budgetPerRoot = 600_000;
/** Steps of one imported module: a library's tables must not use up what the project's own code needs. */
const budgetPerImport = 100_000;
/** Steps of all imports together. */
const budgetOfImports = 12_000_000;

/** Evaluates every module that may register something, then the factories that nothing called; one of them at each step. */
export function* evaluateProject(
  source: SyntaxSource,
  providers: Registry['providers'] = {},
): Generator<undefined, Project> {
  const registry = new Registry(providers);
  const judged: Judged = { context: null, proceed: null, openSessions: new Map() };
  const loader = new Loader(source);
  const machine = createMachine({
    forking: false,
    library: (machineOf) => createFlaskLibrary(registry, judged, machineOf),
    modules: loader,
    budget: new Budget(budgetPerRoot),
    imported: new Set(),
  });
  loader.machine = machine;
  const roots = source.files.filter((file) => isRoot(source, file, source.text(file) ?? ''));
  roots.sort((left, right) => depth(left) - depth(right) || (left < right ? -1 : 1));
  for (const file of roots) {
    machine.budget.remaining = budgetPerRoot;
    loader.load(file);
    yield;
  }
  for (const phase of ['apps', 'routes'] as const)
    for (const file of roots) {
      runUncalled(machine, loader, source, file, registry, phase);
      yield;
    }
  return {
    registry,
    routes: bindRoutes(registry),
    judged,
    modules: loader,
    scopes: loader.scopes,
    source,
    judge: createJudge(registry, judged, loader, machine.entered),
    tooDeep: loader.tooDeep,
    entered: machine.entered,
  };
}

function createJudge(registry: Registry, judged: Judged, modules: Modules, imported: Machine['imported']): Machine {
  return createMachine({
    forking: true,
    library: (machineOf) => createFlaskLibrary(registry, judged, machineOf),
    modules,
    budget: new Budget(0),
    imported,
  });
}

/** Whether a function's text makes apps or routes: such functions are run though nothing calls them. */
export function mayBeRun(text: string): boolean {
  return makesApp.test(text) || makesRoutes.test(text);
}

function depth(file: string): number {
  return file.split('/').length - (file.endsWith('__init__.py') ? 1 : 0);
}

const documentOf = memoByText((_, text) => parseDocument(text));

class Loader implements Modules {
  readonly scopes = new Map<string, Scope>();
  private readonly paths: ModulePaths;
  machine: Machine | undefined;
  readonly tooDeep = new Set<string>();
  hasAskedForDocuments = false;
  private nesting = 0;
  private remainingForImports = budgetOfImports;

  constructor(private readonly source: SyntaxSource) {
    this.paths = new ModulePaths(source.files);
  }

  resolve(fromFile: string, module: string, level: number): string | undefined {
    return this.paths.resolve(fromFile, module, level);
  }

  find(fromFile: string, module: string, level: number): string | undefined {
    return this.resolve(fromFile, module, level) ?? (level === 0 ? modelFile(module) : undefined);
  }

  describe(file: string): ModuleScope {
    return { file, name: this.paths.nameOf(file) };
  }

  syntax(file: string): ModuleSyntax | undefined {
    const model = modelText(file);
    return model === undefined ? this.source.syntax(file) : this.source.parse(model);
  }

  load(file: string): Scope | undefined {
    const known = this.scopes.get(file);
    if (known) return known;
    if (this.machine === undefined || this.nesting > 60) return undefined;
    this.nesting++;
    for (const parent of this.paths.packagesOf(file)) this.load(parent);
    const scope = this.scopes.get(file) ?? this.evaluate(file, this.machine);
    this.nesting--;
    return scope;
  }

  get documents(): readonly string[] {
    this.hasAskedForDocuments = true;
    return this.source.allFiles.filter(isDocument);
  }

  document(file: string): unknown {
    this.hasAskedForDocuments = true;
    const text = this.source.text(file);
    return text === undefined || !isDocument(file) ? undefined : documentOf(this.source, file, text);
  }

  private evaluate(file: string, machine: Machine): Scope | undefined {
    const syntax = this.syntax(file);
    if (syntax === undefined) return undefined;
    const scope = moduleScope(this.describe(file), freshId());
    this.scopes.set(file, scope);
    // Conditions around the import statement are not conditions of the module's own registrations.
    const conditions = machine.conditions.splice(0);
    const importer = machine.budget.remaining;
    const given = Math.min(this.nesting > 1 ? budgetPerImport : importer, this.remainingForImports);
    machine.budget.remaining = given;
    runBounded(file, this.tooDeep, () => machine.execute(syntax.body, moduleFrame(scope), State.joining()));
    this.remainingForImports -= given - machine.budget.remaining;
    machine.budget.remaining = importer;
    machine.conditions.push(...conditions);
    return scope;
  }
}

/** Runs code whose nesting may be beyond the stack; then the file is named and the rest goes on. */
function runBounded(file: string, tooDeep: Set<string>, run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    tooDeep.add(file);
  }
}

const makesApp = /\bFlask\b|APIFlask|OpenAPI\(|FlaskApp\(|\bconnexion\.App\(/;
const makesRoutes =
  /\.route\s*\(|add_url_rule|\.before_(?:app_)?request|add_resource|register_blueprint|add_namespace|Blueprint\s*\(/;

/** Functions that register something and that no code of the workspace called: factories started by a server, `init_app`s. */
function runUncalled(
  machine: Machine,
  loader: Loader,
  source: SyntaxSource,
  file: string,
  registry: Registry,
  phase: 'apps' | 'routes',
): void {
  const scope = loader.scopes.get(file);
  const text = source.text(file) ?? '';
  if (!scope) return;
  for (const { definition, value } of functionsOf(source.syntax(file)?.body ?? [], scope.names)) {
    const body = textOfCode(definition, text);
    if (machine.entered.has(definition) || !(phase === 'apps' ? makesApp : makesRoutes).test(body)) continue;
    const site: Site = { location: { file, span: definition.nameSpan }, frame: moduleFrame(scope) };
    const callee: Value = value.owner === null ? value : { kind: 'bound', receiver: value.owner, function: value };
    machine.budget.remaining = budgetPerRoot;
    runBounded(file, loader.tooDeep, () =>
      machine.call(callee, { ...noArguments, keyword: guessArguments(definition, registry) }, site, State.joining()),
    );
  }
}

/** A function's text without its docstring, which may speak of Flask in a function that has nothing to do with it. */
function textOfCode({ start, end, body }: FunctionDefinition, text: string): string {
  const [first] = body;
  const isDocumented = first?.kind === 'expression' && first.value.kind === 'constant';
  return isDocumented ? text.slice(start, first.start) + text.slice(first.end, end) : text.slice(start, end);
}

/** A parameter that is named or annotated as an app stands for the project's one app, if it has just one. */
function guessArguments(definition: FunctionDefinition, registry: Registry): ReadonlyMap<string, Value> {
  const [app, ...others] = registry.apps();
  const guessed = new Map<string, Value>();
  if (!app || others.length > 0) return guessed;
  for (const parameter of definition.parameters) {
    if (/^(?:app|application|flask_app|server|api_app)$/.test(parameter.name) && parameter.fallback === null)
      guessed.set(parameter.name, app.value);
  }
  return guessed;
}

function functionsOf(
  body: readonly Statement[],
  names: ReadonlyMap<string, Value>,
): { definition: FunctionDefinition; value: FunctionValue }[] {
  const found: { definition: FunctionDefinition; value: FunctionValue }[] = [];
  for (const statement of body) {
    const named = statement.kind === 'function' || statement.kind === 'class' ? names.get(statement.name) : undefined;
    // A plugin's hook is marked by a decorator: `@hookimpl def load_blueprints(app)`.
    const value = named?.kind === 'decorated' ? originalView(named) : named;
    if (statement.kind === 'function' && value?.kind === 'function') found.push({ definition: statement, value });
    if (statement.kind === 'class' && value?.kind === 'class')
      found.push(...functionsOf(statement.body, value.members));
    if (statement.kind === 'if') found.push(...functionsOf([...statement.body, ...statement.otherwise], names));
  }
  return found;
}
