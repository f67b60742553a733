import type { Check, Opened, Trap } from './credential-check';
import { rootOf } from './sending';
import type { SymbolValue, Value } from './values';

/** `None == None` and `"" == ""`: what an unset variable and a missing or empty key have in common. */
export function unsetTrap(input: SymbolValue, other: Value, noneAllowed = true): Trap | null {
  if (other.kind !== 'symbol') return null;
  if (other.nature === 'lookup') return notFoundTrap(input, other, noneAllowed);
  if (other.holdsUnset) return other.holdsUnset;
  if (other.nature !== 'setting') return null;
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
    clearedIfFalse: clearingTests(input, other, bothNone, bothEmpty),
    ...(areDigests && { isFilled: true }),
    ...(field && { springs: { field: field.id, when: (bothNone ? field.none : 0) | (bothEmpty ? field.empty : 0) } }),
  };
}

/** `f"Bearer {os.getenv('KEY')}"`: where it is compared, if all that it is made of may be unset. */
export function textTrap(settings: readonly SymbolValue[]): Trap | undefined {
  const traps = settings.map(
    (part) => part.holdsUnset ?? knownTrap(part, part.optional === true, 'what is compared then is known to anyone'),
  );
  const [first, ...others] = traps.filter((trap) => trap !== null);
  if (first === undefined || others.length + 1 < traps.length) return undefined;
  const all = [first, ...others];
  return {
    ...first,
    clearedBy: all.flatMap(({ clearedBy }) => clearedBy),
    clearedIfFalse: all.flatMap(({ clearedIfFalse }) => clearedIfFalse ?? []),
  };
}

/** `hmac.new(os.getenv("KEY", "").encode(), …)`: what is signed with no key anybody can sign; to sign with None fails. */
export function signingTrap(key: Value | undefined): Trap | null {
  if (key?.kind !== 'symbol') return null;
  return key.holdsUnset ?? knownTrap(key, false, 'anybody can sign with an empty key');
}

function knownTrap(setting: SymbolValue, maybeNone: boolean, why: string): Trap | null {
  const maybeEmpty = setting.mayBeEmpty === true;
  if (!['setting', 'lookup'].includes(setting.nature) || (!maybeNone && !maybeEmpty)) return null;
  const ids = [setting.id, ...(setting.bases ?? [])];
  return {
    rule: 'unset-key-accepted',
    says: `when ${setting.nature === 'setting' ? `${setting.says} is unset` : 'nothing is found'}, for ${why}`,
    clearedBy: ids,
    clearedIfFalse: maybeNone && maybeEmpty ? [] : ids.map((id) => `${id} ${maybeNone ? 'is None' : '== ""'}`),
    isFilled: true,
  };
}

/** `KEYS.get(name) == key`: for a name that nobody has and without a key, None equals None. */
function notFoundTrap(input: SymbolValue, found: SymbolValue, noneAllowed: boolean): Trap | null {
  const bothNone = noneAllowed && found.ifMissing?.endsWith('none') === true && input.optional === true;
  const bothEmpty = found.mayBeEmpty === true && input.mayBeEmpty !== false;
  if (!bothNone && !bothEmpty) return null;
  const { field } = input;
  return {
    rule: 'unset-key-accepted',
    says: bothNone
      ? 'when nothing is found, a missing key equals it (None == None)'
      : 'when nothing is found, an empty key equals what stands for it',
    clearedBy: [...(field ? [] : [input.id, ...(input.bases ?? [])]), found.id, ...(found.bases ?? [])],
    clearedIfFalse: bothEmpty ? [] : [`${input.id} is None`, `${found.id} is None`],
    ...(field && { springs: { field: field.id, when: (bothNone ? field.none : 0) | (bothEmpty ? field.empty : 0) } }),
  };
}

/** `expected is not None`, `expected != ""`: what takes one of the two ways in away, where it is the only one. */
function clearingTests(input: SymbolValue, other: SymbolValue, bothNone: boolean, bothEmpty: boolean): string[] {
  if (bothNone && bothEmpty) return [];
  return bothEmpty ? [`${other.id} == ""`] : [`${input.id} is None`, `${other.id} is None`];
}

/** A digest is never empty, but that of an empty key equals that of an empty variable. */
function isDigest({ id }: SymbolValue): boolean {
  return /^(?:digest|hmac)\(/.test(id);
}

/** What a path knows. */
interface Knowledge {
  assumed: (id: string) => boolean | undefined;
  sent: (field: string) => number;
}

/** Whether a path knows that a trap cannot spring on it. */
export function isCleared({ clearedBy, clearedIfFalse, springs }: Trap, path: Knowledge): boolean {
  return (
    clearedBy.some((id) => path.assumed(id) === true) ||
    (clearedIfFalse ?? []).some((id) => path.assumed(id) === false) ||
    (springs !== undefined && (path.sent(springs.field) & springs.when) === 0)
  );
}

/** The check without its trap, where a path knows that it cannot spring on it. */
export function withoutClearedTrap(check: Check, path: Knowledge): Check {
  return check.trap && isCleared(check.trap, path) ? { ...check, trap: null } : check;
}

/** `bool(expected) and key == expected`: what a path knows of a test's trap, kept for when the path forgets. */
export function withClearedTrap(value: Value, path: Knowledge): Value {
  if (value.kind !== 'symbol' || !value.ifTrue) return value;
  const ifTrue = withoutClearedTrap(value.ifTrue, path);
  return ifTrue === value.ifTrue ? value : { ...value, id: `${value.id}; cleared`, ifTrue };
}

/** What a route puts into the session for anybody in some deployments only. */
export function openingTrap(opened: Opened | undefined): Trap | null {
  if (opened === undefined || opened.weakness === null) return null;
  return { rule: opened.rule, says: `${opened.by} gives it to anybody ${opened.weakness}`, clearedBy: [] };
}
