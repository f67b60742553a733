/** Looks rules up by the id that findings name. */
import { rules } from '../core/rules/registry';
import type { RuleMetadata } from '../core/rules/rule';

/** The rule of that id. */
export function findRule(id: string): RuleMetadata | undefined {
  return rules.find((rule) => rule.id === id);
}
