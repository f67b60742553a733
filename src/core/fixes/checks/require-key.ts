import { isRepeatable, keyTestAt } from './caller-operand';
import { slice } from '../edits/file-text';
import type { FixRequest, ProposedFix } from '../fixer';
import { requireToo } from './stricter-test';
import { pathTo } from '../edits/syntax-path';

/** Refuses a missing or empty key before it is compared: then it does not matter that the server's own may be unset. */
export function requireKey({ finding, source, syntax, route }: FixRequest): ProposedFix[] {
  if (route?.judgement.served[0]?.strength.check?.trap?.isFilled) return [];
  const path = syntax ? pathTo(syntax, finding.span) : [];
  const test = keyTestAt(source, path);
  if (!test || !isRepeatable(test.sent)) return [];
  const sent = slice(source, test.sent);
  const edit = requireToo(source, { path, admits: test.admits, condition: sent, order: 'before' });
  return edit ? [{ title: 'Refuse a missing or empty key', edits: [edit] }] : [];
}
