import type { JudgedRoute } from '../../guards/judged-routes';
import type { TextEdit } from '../../results/results';
import { classViewKind } from '../../flask/registration/class-views';
import type { ClassDefinition, Expression, Statement } from '../../python/syntax';
import { findMember } from '../../semantics/calls/classes';
import type { ClassValue } from '../../semantics/values/values';
import { indentationOf, lineStart, nextLine, slice, type FileText } from '../edits/file-text';
import { startOf } from '../../python/statements';

type Edits = (guard: string) => readonly TextEdit[] | null;

/**
 * Adds a guard to `decorators` of a view class, or to `method_decorators` of a Flask-RESTful or RESTX resource. Both lists are
 * applied from the first to the last, so that the last one runs first. https://flask.palletsprojects.com/en/stable/views/#view-decorators
 */
export function classDecoratorEdit(source: FileText, type: ClassValue, judged: JudgedRoute): Edits | undefined {
  const kind = classViewKind(type);
  if (kind !== 'resource' && (kind === undefined || judged.bound.registration.via === 'decorator')) return undefined;
  const attribute = kind === 'resource' ? 'method_decorators' : 'decorators';
  const { definition } = type;
  const own = ownValue(definition, attribute);
  if (own?.kind === 'dict') return dictEdit(source, own, judged.route.methods);
  if (own) return (guard) => listEdit(source, own, guard);
  const inherited = findMember(type, attribute)?.owner;
  const base =
    inherited &&
    definition.bases.find(
      (one, index) => one.name === null && findMember(type.bases[index] ?? type, attribute)?.owner === inherited,
    );
  if (inherited && (!base || inherited.members.get(attribute)?.kind === 'mapping')) return undefined;
  const known = base ? `*${slice(source, base.value)}.${attribute}, ` : '';
  const place = topOfBody(source, definition);
  return place && ((guard) => [place(`${attribute} = [${known}${guard}]`)]);
}

function ownValue(definition: ClassDefinition, attribute: string): Expression | undefined {
  const found = definition.body.find(
    (statement): statement is Extract<Statement, { kind: 'assign' }> =>
      statement.kind === 'assign' &&
      statement.targets.some((target) => target.kind === 'name' && target.id === attribute),
  );
  return found?.value ?? undefined;
}

function listEdit(source: FileText, list: Expression, guard: string): readonly TextEdit[] | null {
  if (list.kind !== 'collection') {
    return [insertion(source, list.start, '[*'), insertion(source, list.end, `, ${guard}]`)];
  }
  if (list.items.some((item) => slice(source, item) === guard)) return null;
  const last = list.items.at(-1);
  if (!last) return [insertion(source, list.start + 1, list.type === 'tuple' ? `${guard},` : guard)];
  const indentation = indentationOf(source, last.start);
  return [
    insertion(source, last.end, indentation === undefined ? `, ${guard}` : `,${source.eol}${indentation}${guard}`),
  ];
}

/** `method_decorators = {"get": […]}` names the guards of each method. */
function dictEdit(source: FileText, dict: Extract<Expression, { kind: 'dict' }>, methods: readonly string[]): Edits {
  return (guard) => {
    const edits: TextEdit[] = [];
    const missing: string[] = [];
    for (const method of methods) {
      const entry = dict.entries.find(({ key }) => key?.kind === 'constant' && key.value === method.toLowerCase());
      if (entry) edits.push(...(listEdit(source, entry.value, guard) ?? []));
      else missing.push(method.toLowerCase());
    }
    const last = dict.entries.at(-1);
    const quote = last?.key && source.text[last.key.start] === "'" ? "'" : '"';
    const added = missing.map((method) => `${quote}${method}${quote}: [${guard}]`).join(', ');
    if (added !== '')
      edits.push(last ? insertion(source, last.value.end, `, ${added}`) : insertion(source, dict.start + 1, added));
    return edits.length === 0 ? null : edits;
  };
}

/** Puts a line first in a class's body, below its docstring, with a blank line before a method. */
function topOfBody(source: FileText, definition: ClassDefinition): ((line: string) => TextEdit) | undefined {
  const [first, second] = definition.body;
  const indentation = first && indentationOf(source, startOf(first));
  if (!first || indentation === undefined) return undefined;
  const { eol } = source;
  if (isDocstring(first)) {
    const offset = nextLine(source, first.end);
    const endsFile = offset === source.text.length && !/[\r\n]$/.test(source.text);
    const space = second?.kind === 'function' && !/^[ \t]*[\r\n]/.test(source.text.slice(offset)) ? eol : '';
    return (line) => insertion(source, offset, `${endsFile ? eol : ''}${eol}${indentation}${line}${eol}${space}`);
  }
  const offset = belowHeader(source, startOf(first));
  const space = first.kind === 'function' || first.kind === 'class' ? eol : '';
  return (line) => insertion(source, offset, `${indentation}${line}${eol}${space}`);
}

function isDocstring(statement: Statement): boolean {
  return (
    statement.kind === 'expression' && statement.value.kind === 'constant' && typeof statement.value.value === 'string'
  );
}

/** Comments above a statement belong to it: goes up over them and over blank lines. */
function belowHeader(source: FileText, start: number): number {
  let offset = lineStart(source, start);
  while (offset > 0) {
    const above = lineStart(source, source.text.startsWith('\r\n', offset - 2) ? offset - 2 : offset - 1);
    if (above === offset || !/^[ \t]*(?:#|\r|\n)/.test(source.text.slice(above, offset))) return offset;
    offset = above;
  }
  return offset;
}

function insertion(source: FileText, offset: number, newText: string): TextEdit {
  return { file: source.file, span: { start: offset, end: offset }, newText };
}
