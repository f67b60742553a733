import type { ModuleSyntax } from '../python/syntax';
import { lineEnd, lineStart } from './edits/file-text';
import type { FixRequest, ProposedFix } from './fixer';
import { walkSyntax } from './edits/syntax-walk';

const marker = /#\s*api-key-guard:\s*(public|ignore)\b(\[[\w\s,-]*)?/;

/** Suppresses one rule on a finding's line; none where a comment cannot stand at its end. */
export function ignoreLine({ finding, source, syntax }: FixRequest): ProposedFix[] {
  if (finding.suppressed || !syntax) return [];
  const start = lineStart(source, finding.span.start);
  const end = lineEnd(source, finding.span.start);
  const line = source.text.slice(start, end);
  if (line.endsWith('\\') || endsInString(syntax, end)) return [];
  const title = `Ignore ${finding.rule} on this line`;
  const known = marker.exec(line);
  if (!known)
    return [
      {
        title,
        edits: [
          {
            file: source.file,
            span: { start: start + line.trimEnd().length, end },
            newText: `  # api-key-guard: ignore[${finding.rule}] TODO: say why`,
          },
        ],
      },
    ];
  // A marker's reason reaches to the end of the line: a second marker behind it would be part of the reason.
  if (known[1] === 'public' || known[2] === undefined) return [];
  const offset = start + known.index + known[0].length;
  return [
    {
      title,
      edits: [{ file: source.file, span: { start: offset, end: offset }, newText: `, ${finding.rule}` }],
    },
  ];
}

function endsInString(syntax: ModuleSyntax, offset: number): boolean {
  let isInside = false;
  walkSyntax(syntax.body, (node) => {
    const isText = node.kind === 'fstring' || (node.kind === 'constant' && typeof node.value === 'string');
    if (isText && node.start < offset && offset < node.end) isInside = true;
  });
  return isInside;
}
