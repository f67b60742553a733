import type { FunctionDefinition, ModuleSyntax } from '../python/syntax';
import type { Project } from '../flask/project';
import type { BoundRoute } from '../flask/routes';
import { judgeBoundRoute, type JudgedRoute } from './judged-routes';

/** A file as it was when routes were last judged. */
export interface FormerFile {
  readonly text: string;
  readonly syntax: ModuleSyntax | undefined;
}

/** Files that changed since routes were last judged; null stands for a file that was not there, or is no more. */
export type Changes = ReadonlyMap<string, FormerFile | null>;

/**
 * Keeps verdicts over an edit. Most key presses fall into the body of a function that no module runs while it is
 * imported: what is registered stays the same then, and only routes whose judging touched the file are judged again.
 * Every other edit judges all routes, so that the result is always that of a new session.
 */
export class VerdictCache {
  private former: { readonly project: Project; readonly verdicts: ReadonlyMap<string, readonly JudgedRoute[]> } | null =
    null;

  /** Verdicts of all routes of a project that was evaluated again after these changes. */
  judge(project: Project, routes: readonly BoundRoute[], changes: Changes): JudgedRoute[] {
    const former = this.former;
    const keepsRegistrations =
      former !== null && [...changes].every(([file, before]) => isBodyEdit(file, before, former.project, project));
    const verdicts = new Map<string, readonly JudgedRoute[]>();
    const judged = routes.flatMap((bound) => {
      const key = keyOf(bound);
      const known = keepsRegistrations ? former.verdicts.get(key) : undefined;
      const isUntouched = known?.every((one) => !touches(one, changes)) ?? false;
      const current = known && isUntouched ? known.map((one) => ({ ...one, bound })) : judgeBoundRoute(project, bound);
      verdicts.set(key, [...(verdicts.get(key) ?? []), ...current]);
      return current;
    });
    this.former = { project, verdicts };
    return judged;
  }

  /** Forgets all verdicts, for what is judged by has changed. */
  clear(): void {
    this.former = null;
  }
}

function keyOf({ registration, endpoint, path, methods, app, original }: BoundRoute): string {
  const place = (file: string, start: number): string => `${file}:${String(start)}`;
  return [
    endpoint,
    path,
    methods.join(),
    app ? place(app.location.file, app.location.span.start) : '',
    place(registration.location.file, registration.location.span.start),
    original ? place(original.scope.module.file, original.definition.start) : '',
  ].join('|');
}

function touches({ judgement, bound, route }: JudgedRoute, changes: Changes): boolean {
  const files = [
    ...judgement.files,
    bound.registration.location.file,
    route.location.file,
    ...bound.chain.map((object) => object.location.file),
    ...judgement.hooks.map((hook) => hook.location.file),
    ...route.evidence.map((step) => step.file),
  ];
  return files.some((file) => changes.has(file));
}

function isBodyEdit(file: string, before: FormerFile | null, former: Project, project: Project): boolean {
  const wasRun = former.scopes.has(file);
  if (wasRun !== project.scopes.has(file)) return false;
  const text = project.source.text(file);
  // A file that nothing imports registers nothing; one more or less may still change what an import means.
  if (!wasRun) return before !== null && text !== undefined;
  const syntax = project.source.syntax(file);
  if (!before?.syntax || text === undefined || !syntax) return false;
  return skeleton(before.text, before.syntax, former) === skeleton(text, syntax, project);
}

/** A module's text without the bodies of the functions that were not run while the project was evaluated. */
function skeleton(text: string, { body, errors }: ModuleSyntax, project: Project): string {
  const parts: string[] = [String(errors.length)];
  let from = 0;
  for (const { definition, isRun } of outermostFunctions(body, project)) {
    const [first] = definition.body;
    if (isRun || !first) continue;
    parts.push(text.slice(from, first.start));
    from = Math.max(definition.end, first.start);
  }
  parts.push(text.slice(from));
  return parts.join('\0');
}

function outermostFunctions(
  node: unknown,
  project: Project,
): { readonly definition: FunctionDefinition; readonly isRun: boolean }[] {
  if (node === null || typeof node !== 'object') return [];
  if (Array.isArray(node)) return node.flatMap((one) => outermostFunctions(one, project));
  if (isFunction(node)) return [{ definition: node, isRun: project.entered.has(node) }];
  return Object.values(node).flatMap((one) => outermostFunctions(one, project));
}

function isFunction(node: object): node is FunctionDefinition {
  return 'kind' in node && node.kind === 'function';
}
