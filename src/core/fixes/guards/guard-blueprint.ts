import type { Project } from '../../flask/project';
import type { FlaskObject } from '../../flask/registry';
import { createdGuard } from './create-guard';
import { indentationOf, nextLine, type FileText } from '../edits/file-text';
import type { FixRequest, ProposedFix } from '../fixer';
import { validatingGuards } from './guard-candidate';
import type { GuardPlace } from './guard-place';
import { referTo } from './guard-reference';
import { pathTo, isStatement } from '../edits/syntax-path';
import { findMarkers } from '../../text/markers';

/** Guards every route of a route's blueprint, also those to come: one `before_request` hook right below the blueprint. */
export function guardBlueprint(request: FixRequest): ProposedFix[] {
  const { project, route, settings, open } = request;
  const blueprint = route?.bound.hooked.findLast(({ object }) => object.kind === 'blueprint')?.object;
  // A hook would refuse callers of a route that is public by intent.
  if (!route || !blueprint || hasPublicRoute(request, blueprint) || countRoutes(project, blueprint) < 2) return [];
  const place = belowBlueprint(project, blueprint, open);
  if (!place) return [];
  const title = (guard: string) => `Guard every route of blueprint ${blueprint.name} with @${guard}`;
  const [guard] = validatingGuards(project, settings);
  if (!guard) {
    const created = createdGuard(request, place);
    return created ? [{ title: title(created.name), edits: created.edits }] : [];
  }
  const reference = referTo(project, place.source, guard, place.offset);
  const edits = reference && place.edits(reference.text);
  return edits ? [{ title: title(reference.text), edits: [...reference.edits, ...edits] }] : [];
}

function routesOf(project: Project, blueprint: FlaskObject) {
  return project.routes.filter(({ chain }) => chain.some((one) => one.value === blueprint.value));
}

function countRoutes(project: Project, blueprint: FlaskObject): number {
  return routesOf(project, blueprint).length;
}

function hasPublicRoute({ project, settings }: FixRequest, blueprint: FlaskObject): boolean {
  if (settings.publicRoutes.length > 0) return true;
  const files = new Set(routesOf(project, blueprint).map(({ registration }) => registration.location.file));
  return [...files].some((file) => {
    const text = project.source.text(file) ?? '';
    return (
      findMarkers(file, text).some(({ kind }) => kind === 'public') ||
      settings.publicDecorators.some((name) => text.includes(`@${name}`))
    );
  });
}

/** The line below the statement `name = Blueprint(…)`. */
function belowBlueprint(project: Project, { location }: FlaskObject, open: FixRequest['open']): GuardPlace | undefined {
  const source = open(location.file);
  const syntax = project.source.syntax(location.file);
  const path = syntax ? pathTo(syntax, location.span) : [];
  const statement = path.findLast(isStatement);
  const [target, ...others] = statement?.kind === 'assign' ? statement.targets : [];
  const indentation = source && statement && indentationOf(source, statement.start);
  if (!source || !statement || target?.kind !== 'name' || others.length > 0 || indentation === undefined)
    return undefined;
  const offset = nextLine(source, statement.end);
  return {
    source,
    offset: statement.end,
    edits: (guard) => [
      {
        file: source.file,
        span: { start: offset, end: offset },
        newText: hookText(source, target.id, guard, indentation, offset),
      },
    ],
  };
}

/** Two blank lines at the top level, one inside of a function, as PEP 8 wants it around a definition. */
function hookText(source: FileText, blueprint: string, guard: string, indentation: string, offset: number): string {
  const { eol, text } = source;
  const space = indentation === '' ? eol + eol : eol;
  const unit = /\n(\t| {2,8})\S/.exec(text)?.[1] ?? '    ';
  const name = freeName(text);
  const lines = [
    `@${blueprint}.before_request`,
    `@${guard}`,
    `def ${name}():`,
    `${unit}"""Runs before every request of this blueprint; the guard above refuses."""`,
  ];
  const before = offset > 0 && /[\r\n]/.test(text[offset - 1] ?? '') ? '' : eol;
  const rest = text.slice(offset);
  const blank = /^(?:[ \t]*(?:\r\n|\n|\r))*/.exec(rest)?.[0].match(/\r\n|\n|\r/g)?.length ?? 0;
  const wanted = indentation === '' ? 2 : 1;
  const after = rest.trim() === '' ? '' : eol.repeat(Math.max(0, wanted - blank));
  return `${before}${space}${lines.map((line) => indentation + line + eol).join('')}${after}`;
}

function freeName(text: string): string {
  const names = ['check_api_key', 'require_valid_key', 'guard_blueprint', 'check_api_key_of_blueprint'];
  return names.find((name) => !new RegExp(`\\b${name}\\b`).test(text)) ?? 'refuse_without_valid_key';
}
