import type { SyntaxSource } from '../flask/project';
import type { FileRule, Report } from '../rules/rule';
import { memoByText } from '../text/memo-by-text';

const memos = new WeakMap<FileRule, ReturnType<typeof memoFor>>();

/** What a rule says of each file of a session; a file is checked again only after its text changed. */
export function checkFiles(rule: FileRule, source: SyntaxSource): readonly Report[] {
  const known = memos.get(rule);
  const memo = known ?? memoFor(rule);
  if (!known) memos.set(rule, memo);
  return source.allFiles.flatMap((file) => memo(source, file, source.text(file) ?? ''));
}

function memoFor(rule: FileRule): (source: SyntaxSource, file: string, text: string) => readonly Report[] {
  return memoByText((file, text, source: SyntaxSource) =>
    rule
      .checkFile({ file, text, syntax: () => (file.endsWith('.py') ? source.syntax(file) : undefined) })
      .map(({ start, end, message, related = [] }) => ({ file, span: { start, end }, message, related, route: null })),
  );
}
