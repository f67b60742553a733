import { mayRegister, type Project } from '../../flask/project';
import type { JudgedRoute } from '../../guards/judged-routes';
import type { AnalysisSettings } from '../../results/results';
import type { Expression } from '../../python/syntax';
import { decorations, type Decoration } from '../../semantics/statements/definitions';
import { moduleFrame, type Site } from '../../semantics/machine';
import { State } from '../../semantics/paths/state';
import { isSameValue, type Scope, type Value } from '../../semantics/values/values';
import { noArguments } from '../../semantics/values/call-arguments';
import { demandOf, type Demand } from './validating';

/** A decorator of the project, named so that any file can use it. */
export interface GuardCandidate {
  /** Module-level value that the decorator's expression starts with. */
  readonly root: Value;
  /** Where the root is defined; file is null outside the workspace. */
  readonly file: string | null;
  /** Dotted module, for imports from outside the workspace. */
  readonly module: string;
  readonly name: string;
  /** What follows the root in the decorator: `''`, `()`, `.login_required`. */
  readonly suffix: string;
  /** What is applied to the view. */
  readonly by: Value;
}

/** A candidate that was judged: it demands a valid credential. */
export interface ValidatingGuard extends GuardCandidate {
  readonly demand: Demand;
}

const known = new WeakMap<Project, Map<string, readonly ValidatingGuard[]>>();

/**
 * Decorators that demand a valid credential all by themselves, most used first: each is judged on a bare view, never by its
 * name. The project's own come before those of libraries, because only they can be about API keys.
 */
export function validatingGuards(project: Project, settings: AnalysisSettings): readonly ValidatingGuard[] {
  const byName = known.get(project) ?? new Map<string, readonly ValidatingGuard[]>();
  known.set(project, byName);
  const found = byName.get(settings.guardName) ?? findGuards(project, settings);
  byName.set(settings.guardName, found);
  return found;
}

/**
 * The guards that protect a route when they stand next to its view. One that makes an object of the view does not, below
 * a decorator that does so, too: `update_wrapper` takes the view out of the inner object, and so passes its check by.
 */
export function guardsFor({ bound }: JudgedRoute, guards: readonly ValidatingGuard[]): readonly ValidatingGuard[] {
  return bound.view.kind === 'instance' ? guards.filter(({ by }) => by.kind !== 'class') : guards;
}

const mostOffered = 2;

function findGuards(project: Project, settings: AnalysisSettings): readonly ValidatingGuard[] {
  const uses = new Map<string, { candidate: GuardCandidate; count: number }>();
  const seen = new Set<Decoration>();
  for (const { decoration, scope } of appliedDecorators(project)) {
    if (seen.has(decoration)) continue;
    seen.add(decoration);
    const candidate = candidateOf(project, decoration, scope);
    if (!candidate) continue;
    const key = `${candidate.file ?? ''}|${candidate.module}|${candidate.name}|${candidate.suffix}`;
    uses.set(key, { candidate, count: (uses.get(key)?.count ?? 0) + 1 });
  }
  const used = [...uses.values()]
    .sort(
      (left, right) =>
        Number(left.candidate.file === null) - Number(right.candidate.file === null) || right.count - left.count,
    )
    .map(({ candidate }) => candidate);
  const guards: ValidatingGuard[] = [];
  for (const candidate of [...used, ...namedGuards(project, settings)]) {
    if (guards.length >= mostOffered) break;
    const { by, name, file } = candidate;
    if (guards.some((guard) => guard.by === by || (guard.name === name && guard.file === file))) continue;
    const demand = demandOf(project, candidate);
    if (demand !== null) guards.push({ ...candidate, demand });
  }
  return guards;
}

function appliedDecorators(project: Project): { decoration: Decoration; scope: Scope }[] {
  return project.routes.flatMap(({ original }) => {
    if (!original || original.definition.kind === 'lambda') return [];
    const methods =
      original.kind === 'class' ? original.definition.body.filter((statement) => statement.kind === 'function') : [];
    return [original.definition, ...methods].flatMap((definition) =>
      (decorations.get(definition) ?? []).map((decoration) => ({ decoration, scope: original.scope })),
    );
  });
}

function candidateOf(project: Project, { decorator, by }: Decoration, scope: Scope): GuardCandidate | undefined {
  if (by.kind === 'native' && by.name.startsWith('flask.')) return undefined;
  const written = writtenName(decorator.expression);
  const root = written && project.scopes.get(scope.module.file)?.names.get(written.name);
  if (!written || root === undefined || isRegistrar(project, root)) return undefined;
  const origin = originOf(project, root);
  return origin && { ...origin, root, suffix: written.suffix, by };
}

/** Splits `auth.login_required` and `require_key()` into the name that is looked up and the rest. Arguments cannot be guessed for another route. */
function writtenName(expression: Expression): { name: string; suffix: string } | undefined {
  if (expression.kind === 'name') return { name: expression.id, suffix: '' };
  if (expression.kind === 'attribute') {
    const object = writtenName(expression.object);
    return object && { name: object.name, suffix: `${object.suffix}.${expression.name}` };
  }
  if (expression.kind !== 'call' || expression.arguments.length > 0) return undefined;
  const callee = writtenName(expression.callee);
  return callee && { name: callee.name, suffix: `${callee.suffix}()` };
}

function isRegistrar(project: Project, root: Value): boolean {
  return root.kind === 'instance' && project.registry.objects.has(root);
}

/** The module and the name under which every file finds a module-level value. */
function originOf(project: Project, root: Value): Pick<GuardCandidate, 'file' | 'module' | 'name'> | undefined {
  if (root.kind === 'external') {
    const dot = root.name.lastIndexOf('.');
    return dot < 0 || root.name.includes(':')
      ? undefined
      : { file: null, module: root.name.slice(0, dot), name: root.name.slice(dot + 1) };
  }
  if (root.kind === 'module') return undefined;
  const file = fileOf(root);
  const scope = file === undefined ? undefined : project.scopes.get(file);
  for (const [name, value] of scope?.names ?? [])
    if (value === root && file !== undefined) return { file, module: project.modules.describe(file).name, name };
  return undefined;
}

function fileOf(root: Value): string | undefined {
  if (root.kind === 'function' || root.kind === 'class') return root.scope.module.file;
  return root.kind === 'instance' || root.kind === 'decorated' ? root.location.file : undefined;
}

/** Functions that are called as the settings name a guard, although nothing uses them yet. */
function namedGuards(project: Project, settings: AnalysisSettings): GuardCandidate[] {
  const defines = new RegExp(`^(?:async )?def ${settings.guardName}\\b`, 'm');
  return project.source.files.flatMap((file) => {
    const text = project.source.text(file) ?? '';
    if (
      !/^\w+$/.test(settings.guardName) ||
      !defines.test(text) ||
      (!mayRegister(file, text) && /(?:^|\/)tests?\//.test(file))
    )
      return [];
    const root = project.modules.load(file)?.names.get(settings.guardName);
    if (root?.kind !== 'function' || root.scope.module.file !== file) return [];
    const plain: GuardCandidate = {
      root,
      file,
      module: project.modules.describe(file).name,
      name: settings.guardName,
      suffix: '',
      by: root,
    };
    const called = callBare(project, root, file);
    return called ? [plain, { ...plain, suffix: '()', by: called }] : [plain];
  });
}

/** What `guard()` gives, for guards that are made by a call without arguments. */
function callBare(project: Project, root: Value, file: string): Value | undefined {
  const scope = project.scopes.get(file);
  if (
    !scope ||
    root.kind !== 'function' ||
    root.definition.parameters.some((parameter) => parameter.fallback === null && parameter.star === '')
  )
    return undefined;
  const site: Site = { location: { file, span: { start: 0, end: 0 } }, frame: moduleFrame(scope) };
  project.judge.budget.remaining = 10_000;
  const outcome = project.judge.call(root, noArguments, site, State.joining()).find((candidate) => !candidate.raised);
  return outcome?.value.kind === 'function' && !isSameValue(outcome.value, root) ? outcome.value : undefined;
}
