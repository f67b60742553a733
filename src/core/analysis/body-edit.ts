import { mayBeRun, mayRegister, type Project } from '../flask/project';
import { functionsAround, indentationAt, isWellIndented, replaceBody } from '../python/edit-syntax';
import type { FollowedText } from '../python/followed-text';
import { changeBetween } from '../text/text-change';
import type { ModuleSyntax } from '../python/syntax';
import type { FunctionValue } from '../semantics/values/values';

/** A file whose text changed inside one function that no import runs. */
export interface BodyEdit {
  readonly syntax: ModuleSyntax;
  /** The function, and those around it. */
  readonly edited: ReadonlySet<FunctionValue['definition']>;
}

/**
 * Makes an edit part of a file's syntax in place, if it lies in the body of a function that no import runs and leaves
 * what is registered as it is; undefined, and nothing done to the syntax, otherwise.
 */
export function applyBodyEdit(
  project: Project,
  file: string,
  syntax: ModuleSyntax,
  followed: FollowedText,
  text: string,
): BodyEdit | undefined {
  const before = followed.text;
  const change = changeBetween(before, text);
  const around = functionsAround(syntax, before, change);
  const at = around.findIndex(({ definition }) => !project.entered.has(definition));
  const target = around[at];
  if (!target || mayRegister(file, before) !== mayRegister(file, text)) return undefined;
  const body = followed.edit(text, change, target);
  const { whole, start } = target.definition;
  if (!body || !isWellIndented(body.statements, text, indentationAt(text, whole.start) ?? 0)) return undefined;
  // What is left behind the function belongs to something else now.
  const rest = text.slice(body.end, target.limit + change.newEnd - change.oldEnd);
  if (rest.replace(/#.*/g, '').trim() !== '') return undefined;
  if (mayBeRun(text.slice(start, body.end))) return undefined;
  followed.accept();
  return {
    syntax: replaceBody(syntax, around, target, body, change),
    edited: new Set(around.slice(0, at + 1).map(({ definition }) => definition)),
  };
}
