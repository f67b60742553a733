import type { Trap } from './credential-check';
import { rootOf } from './sending';
import type { SymbolValue, Value } from './values';

/** `None == None` and `"" == ""`: what an unset variable and a missing or empty key have in common. */
export function unsetTrap(input: SymbolValue, other: Value, noneAllowed = true): Trap | null {
  if (other.kind !== 'symbol' || other.nature !== 'setting') return null;
  if (other.holdsUnset === true)
    return {
      rule: 'unset-key-accepted',
      says: `when ${other.says} is unset, for what is compared then is known to anyone`,
      clearedBy: other.bases ?? [],
      clearedIfFalse: (other.bases ?? []).map((id) => `${id} is None`),
    };
  const bothNone = noneAllowed && input.optional === true && other.optional === true;
  const areDigests = isDigest(input) && isDigest(other);
  const bothEmpty = other.mayBeEmpty === true && (input.mayBeEmpty !== false || areDigests);
  if (!bothNone && !bothEmpty) return null;
  const field = areDigests ? input.field && rootOf(input.field) : input.field;
  return {
    rule: 'unset-key-accepted',
    says: bothNone
      ? `when ${other.says} is unset, a missing key equals it (None == None)`
      : `when ${other.says} is unset, an empty key equals it`,
    clearedBy: [...(field ? [] : [input.id, ...(input.bases ?? [])]), other.id, ...(other.bases ?? [])],
    clearedIfFalse: bothEmpty ? [] : [`${input.id} is None`, `${other.id} is None`],
    ...(areDigests && { isOfDigests: true }),
    ...(field && { springs: { field: field.id, when: (bothNone ? field.none : 0) | (bothEmpty ? field.empty : 0) } }),
  };
}

/** A digest is never empty, but that of an empty key equals that of an empty variable. */
function isDigest({ id }: SymbolValue): boolean {
  return id.startsWith('digest(');
}
