/** Renders one check as Python statements that either leave the function or fall through. */
import type { Check, Condition } from './app-model';
import { atoms } from './atoms';
import { denials } from './denials';
import { shapes } from './shapes';
import { sources } from './sources';

/** Where the check's statements stand. */
export interface CheckPlace {
  /** Expression that lets the caller pass when returned: the view's call, its work, or `None` in a hook. */
  readonly serve: string;
  /** Defines a module-level helper of this body and gives its name. */
  readonly helper: (body: readonly string[], decorator?: string) => string;
}

/** A condition as Python, of the expression that holds the key. */
export function renderCondition(condition: Condition, key: string): string {
  if (condition.kind === 'atom') return atoms[condition.atom].replaceAll(/\bKEY\b/g, () => key);
  if (condition.kind === 'not') return `not (${renderCondition(condition.of, key)})`;
  const side = (part: Condition): string =>
    part.kind === 'atom' ? renderCondition(part, key) : `(${renderCondition(part, key)})`;
  return `${side(condition.left)} ${condition.kind} ${side(condition.right)}`;
}

/** Lines of the check, not indented. */
export function renderCheck(check: Check, { serve, helper }: CheckPlace): string[] {
  const source = sources[check.source];
  const key = check.isInline ? source : 'key';
  const read = check.isInline ? [] : [`key = ${source}`];
  const conditionOf = (holder: string): string => renderCondition(check.condition, holder);
  const condition = conditionOf(key);
  const deny = denials[check.denial];
  const ifNot = (then: string): string[] => [`if not (${condition}):`, `    ${then}`];
  return [...read, ...shapes[check.shape]({ key, source, read, condition, conditionOf, deny, ifNot, serve, helper })];
}
