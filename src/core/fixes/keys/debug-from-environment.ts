import type { Argument, Expression } from '../../python/syntax';
import { writtenSettings } from '../../leaks/written-settings';
import { isSameSpan, type Span } from '../../text/span';
import { textOf } from '../../secrets/credential-reads';
import type { FixRequest, ProposedFix } from '../fixer';
import { libraryReference } from '../edits/library-reference';
import { walkSyntax } from '../edits/syntax-walk';

/** `debug=True` becomes `debug=os.environ.get("FLASK_DEBUG") == "1"`: on where a developer asks for it. */
export function debugFromEnvironment(request: FixRequest): ProposedFix[] {
  const value = valueAt(request);
  if (value?.kind !== 'constant') return [];
  const environ = libraryReference(request, 'os', 'environ', value.start);
  if (!environ) return [];
  const isName = textOf(value) === 'development';
  // A text that turns it on is for the environment itself.
  if (!isName && typeof value.value === 'string') return [];
  const variable = isName ? 'FLASK_ENV' : 'FLASK_DEBUG';
  const read = isName ? `${environ.text}.get("FLASK_ENV", "production")` : `${environ.text}.get("FLASK_DEBUG") == "1"`;
  const edit = { file: request.source.file, span: { start: value.start, end: value.end }, newText: read };
  return [{ title: `Leave it to ${variable} in the environment`, edits: [...environ.edits, edit] }];
}

/** The value that the finding's setting or argument is given. */
function valueAt({ finding, syntax }: FixRequest): Expression | undefined {
  if (!syntax) return undefined;
  const isFound = (place: Span): boolean => isSameSpan(place, finding.span);
  const setting = writtenSettings(syntax).find(isFound);
  if (setting) return setting.value;
  let argument: Argument | undefined;
  walkSyntax(syntax.body, (node) => {
    if (node.kind === 'call') argument ??= node.arguments.find(isFound);
  });
  return argument?.value;
}
