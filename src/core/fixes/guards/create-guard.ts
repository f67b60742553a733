import type { AnalysisSettings, TextEdit } from '../../results/results';
import type { FixRequest, ProposedFix } from '../fixer';
import { guardsFor, validatingGuards } from './guard-candidate';
import { guardModuleText } from './guard-module';
import { guardPlace, type GuardPlace } from './guard-place';
import { importReference } from './guard-reference';
import { importPath, importRoot } from '../edits/import-path';
import { startOf } from '../../python/statements';
import { topLevelAt } from '../edits/syntax-walk';

/** Offers a new module with a guard that validates, and its use on the route; only where the project has none for it. */
export function createGuard(request: FixRequest): ProposedFix[] {
  const { project, route, settings, open } = request;
  const place = route && guardPlace(project, route, open);
  if (!place || guardsFor(route, validatingGuards(project, settings)).length > 0) return [];
  const created = createdGuard(request, place);
  return created ? [{ title: `Create ${created.name} in ${created.file} and use it`, edits: created.edits }] : [];
}

/** A new guard's module and its use at a place; undefined where the settings or the file's names leave no way. */
export function createdGuard(
  { project, settings, open }: FixRequest,
  place: GuardPlace,
): { readonly name: string; readonly file: string; readonly edits: readonly TextEdit[] } | undefined {
  const { source } = place;
  const root = importRoot(project, source.file);
  const syntax = project.source.syntax(source.file);
  const target = root === undefined ? undefined : freeModule(root, settings, (file) => open(file) !== undefined);
  if (!syntax || target === undefined || !/^[A-Za-z_]\w*$/.test(settings.guardName)) return undefined;
  const module = importPath(project, source.file, target) ?? '';
  const use = topLevelAt(syntax, place.offset);
  const guard = { file: target, module, name: settings.guardName, suffix: '' };
  const reference =
    module === '' ? undefined : importReference(project, source, syntax, guard, use ? startOf(use) : place.offset);
  const edits = reference && place.edits(reference.text);
  if (!reference || !edits) return undefined;
  const newText = guardModuleText(settings).replaceAll('\n', source.eol);
  const created = { file: target, span: { start: 0, end: 0 }, newText };
  return { name: settings.guardName, file: target, edits: [created, ...reference.edits, ...edits] };
}

/** File of the settings' module, with a number where one of that name holds something else: an existing file is never overwritten. */
function freeModule(
  root: string,
  { guardModule }: AnalysisSettings,
  exists: (file: string) => boolean,
): string | undefined {
  if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(guardModule)) return undefined;
  const path = `${root === '' ? '' : `${root}/`}${guardModule.replaceAll('.', '/')}`;
  const names = ['', '_2', '_3', '_4'].map((suffix) => `${path}${suffix}`);
  return names.find((name) => !exists(`${name}.py`) && !exists(`${name}/__init__.py`))?.concat('.py');
}
