/** The key that a finding marks, for hashing and for keeping it out of reports; it must reach neither. */
import type { Finding } from '../core/results/results';
import { keyRules } from '../core/rules/key-rules';

const keyRuleIds = new Set(keyRules.map(({ id }) => id));
const quoted = /^[a-zA-Z]*("""|'''|"|')([^]*)\1$/;

/** The text that stands at the finding's place, without quotes; undefined for a finding that is not about a key. */
export function keyOf({ rule, span }: Finding, text: string | undefined): string | undefined {
  if (!keyRuleIds.has(rule)) return undefined;
  const literal = text?.slice(span.start, span.end) ?? '';
  return quoted.exec(literal)?.[2] ?? literal;
}
