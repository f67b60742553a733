/** The rules that findings name. */
import type { RuleMetadata } from '../core/rules/rule';

/** Every rule, in the order of the registry. */
export const rules: readonly RuleMetadata[] = [];

/** The rule of that id. */
export function findRule(id: string): RuleMetadata | undefined {
  return rules.find((rule) => rule.id === id);
}
