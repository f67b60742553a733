import type { Expression } from '../python/syntax';
import { isGuessableUnder, isKindOfKey } from './judge-name-value';
import { namedStrength, nameOf, readCredentialField } from './credential-reads';
import { literalsOf, type StringLiteral } from './literals';
import { valueShape } from './values';

type Comparison = Expression & { readonly kind: 'compare' };

/** Texts that stand for "nothing was sent", or for the scheme before the key. */
const sentinels =
  /^(?:|none|null|nil|undefined|true|false|bearer|basic|token|digest|negotiate|apikey|api[-_]key|key)$/i;

/** True for a text that no guard takes for a key. */
export function isSentinel(text: string): boolean {
  return sentinels.test(text.trim());
}

/** Literals that a credential is compared with; in `in [...]` the first speaks for all. `isSecret`: in `compare_digest` all is a key. */
export function comparedLiterals(
  node: Comparison,
  credentials: ReadonlySet<string>,
  isSecret = false,
): readonly { readonly literal: StringLiteral; readonly name: string }[] {
  return node.operators.flatMap((operator, index) => {
    const left = node.operands[index];
    const right = node.operands[index + 1];
    if (!left || !right) return [];
    if (operator === '==' || operator === '!=')
      return [...against(left, right, credentials, isSecret), ...against(right, left, credentials, isSecret)];
    // `"key" in SETTINGS` asks for a name; only a collection on the right holds keys.
    return /^(?:not\s+)?in$/.test(operator) && right.kind === 'collection'
      ? against(left, right, credentials, isSecret).slice(0, 1)
      : [];
  });
}

function against(
  side: Expression,
  other: Expression,
  credentials: ReadonlySet<string>,
  isSecret: boolean,
): { literal: StringLiteral; name: string }[] {
  const literals = literalsOf(other, true);
  if (literals.length === 0) return [];
  const variable = side.kind === 'name' && credentials.has(side.id) ? side.id : null;
  const sent = readCredentialField(side) ?? variable ?? (isSecret ? (nameOf(side) ?? 'the credential') : null);
  if (sent !== null)
    return literals
      .filter(({ value }) => !isSentinel(value) && valueShape(value, 3) !== null)
      .map((literal) => ({ literal, name: sent }));
  const known = namedStrength(side);
  if (!known?.strength) return [];
  return literals
    .filter(({ value }) => {
      const shape = valueShape(value);
      return (
        shape === 'provider' ||
        shape === 'random' ||
        // `if password == "admin"`
        (isGuessableUnder(known.name, value) && !isKindOfKey(value)) ||
        (/^(?:mixed|uuid)$/.test(shape ?? '') && known.strength === 'certain')
      );
    })
    .map((literal) => ({ literal, name: known.name }));
}
