import type { JudgedRoute } from '../../guards/judged-routes';
import type { TextEdit } from '../../results/results';
import type { Project } from '../../flask/project';
import type { CallExpression, FunctionDefinition } from '../../python/syntax';
import type { ClassValue } from '../../semantics/values/values';
import { classDecoratorEdit } from './class-decorators';
import { indentationOf, lineStart, slice, type FileText } from '../edits/file-text';
import { highestStore } from './stored-answers';
import { findNode } from '../edits/syntax-walk';

/** Where a route's guard belongs, and the edits that put a decorator's text there; null when it stands there already. */
export interface GuardPlace {
  readonly source: FileText;
  /** Offset at which the guard's name is used. */
  readonly offset: number;
  readonly edits: (guard: string) => readonly TextEdit[] | null;
}

/** The place for a guard: above `def` below every other decorator but a cache's, in a class's list, or around an argument. */
export function guardPlace(
  project: Project,
  judged: JudgedRoute,
  open: (file: string) => FileText | undefined,
): GuardPlace | undefined {
  const { original, registration } = judged.bound;
  if (original?.kind === 'class') return classPlace(judged, original, open);
  if (original?.definition.kind === 'function') {
    const source = open(original.scope.module.file);
    return source && functionPlace(source, [original.definition]);
  }
  const source = open(registration.location.file);
  return source && argumentPlace(project, source, judged);
}

function functionPlace(source: FileText, definitions: readonly FunctionDefinition[]): GuardPlace | undefined {
  const [first] = definitions;
  if (first === undefined || definitions.some((definition) => indentationOf(source, definition.start) === undefined))
    return undefined;
  return {
    source,
    offset: first.whole.start,
    edits: (guard) => {
      const open = definitions.filter((definition) => !hasGuard(source, definition, guard));
      return open.length === 0 ? null : open.map((definition) => decoratorEdit(source, definition, guard));
    },
  };
}

/** Whether the decorator next to the guard's place is the guard already. */
function hasGuard(source: FileText, definition: FunctionDefinition, guard: string): boolean {
  const store = highestStore(definition);
  const above = definition.decorators.filter((decorator) => store === undefined || decorator.start < store.start);
  const last = above.at(-1);
  return last !== undefined && slice(source, last.expression) === guard;
}

/**
 * Inserts a decorator on the line above `def`: below the route decorator, so that Flask registers the guarded function,
 * but above what answers from a store.
 */
function decoratorEdit(source: FileText, definition: FunctionDefinition, guard: string): TextEdit {
  const start = lineStart(source, highestStore(definition)?.start ?? definition.start);
  const indentation = indentationOf(source, definition.start) ?? '';
  return { file: source.file, span: { start, end: start }, newText: `${indentation}@${guard}${source.eol}` };
}

/** A class whose methods differ gets the guard on those methods alone; otherwise in the class's own list. */
function classPlace(
  judged: JudgedRoute,
  original: ClassValue,
  open: (file: string) => FileText | undefined,
): GuardPlace | undefined {
  const source = open(original.scope.module.file);
  if (!source) return undefined;
  const { methods } = judged.route;
  const own = original.definition.body.filter(
    (statement): statement is FunctionDefinition =>
      statement.kind === 'function' && methods.includes(statement.name.toUpperCase()),
  );
  const isPart = methods.length < judged.bound.methods.length && own.length === methods.length;
  // A class that a route decorator stands on is registered as it is: its `decorators` are the business of `as_view` only.
  const inClass = isPart ? undefined : classDecoratorEdit(source, original, judged);
  if (inClass) return { source, offset: original.definition.whole.start, edits: inClass };
  return own.length === methods.length ? functionPlace(source, own) : undefined;
}

/** `view_func=lambda: …`: the guard is called with the view. */
function argumentPlace(project: Project, source: FileText, judged: JudgedRoute): GuardPlace | undefined {
  const { span } = judged.bound.registration.location;
  const call = findNode(
    project.source.syntax(source.file)?.body,
    (node): node is CallExpression => node.kind === 'call' && node.start === span.start && node.end === span.end,
  );
  if (call?.callee.kind !== 'attribute' || call.callee.name !== 'add_url_rule') return undefined;
  const argument =
    call.arguments.find((one) => one.name === 'view_func') ??
    call.arguments.filter((one) => one.name === null && one.star === '')[2];
  if (!argument) return undefined;
  const { value } = argument;
  return {
    source,
    offset: value.start,
    edits: (guard) => {
      if (value.kind === 'call' && slice(source, value.callee) === guard) return null;
      return [
        { file: source.file, span: { start: value.start, end: value.start }, newText: `${guard}(` },
        { file: source.file, span: { start: value.end, end: value.end }, newText: ')' },
      ];
    },
  };
}
