/** What sets have in common: operators and methods of the same meaning. https://docs.python.org/3/library/stdtypes.html#set */
import type { Machine, Site } from '../machine';
import type { State } from '../paths/state';
import { constant, identify, keyOf, sequence, type Value } from '../values/values';
import { describe, plainTest } from './checks';

/** `wanted <= granted` and `wanted.issubset(granted)`; undefined where nothing is known of the two. */
export type SetRelation = 'subset' | 'disjoint';

interface Known {
  readonly items: readonly Value[];
  readonly keys: ReadonlySet<string>;
}

function known(machine: Machine, value: Value, site: Site, state: State): Known | undefined {
  if (value.kind !== 'sequence' && value.kind !== 'mapping') return undefined;
  const { items, open } = machine.iterate(value, site, state);
  const keys = items.map(keyOf);
  if (open || keys.includes(undefined)) return undefined;
  return { items, keys: new Set(keys.flatMap((key) => key ?? [])) };
}

/** `wanted - granted`, `wanted & granted`, of sets whose members are known. */
export function combineSets(
  machine: Machine,
  operator: '-' | '&',
  left: Value,
  right: Value,
  site: Site,
  state: State,
): Value | undefined {
  const [one, other] = [known(machine, left, site, state), known(machine, right, site, state)];
  if (one && other && left.kind === 'sequence') {
    const isKept = (item: Value): boolean => other.keys.has(keyOf(item) ?? '') === (operator === '&');
    return sequence(left.type, one.items.filter(isKept));
  }
  if (!one || one.items.length === 0 || right.kind !== 'symbol' || !right.ifTrue) return undefined;
  // Something is wanted: only who was found has been granted it.
  const test = plainTest(
    `${identify(left)} ${operator} ${identify(right)}`,
    `${describe(left)} ${operator} ${right.says}`,
    [left, right],
  );
  return operator === '-' ? { ...test, ifFalse: right.ifTrue } : { ...test, ifTrue: right.ifTrue };
}

/** Whether a set lies in another one, or has nothing in common with it; undefined where that cannot be known. */
export function relateSets(
  machine: Machine,
  relation: SetRelation,
  left: Value,
  right: Value,
  site: Site,
  state: State,
): Value | undefined {
  const [one, other] = [known(machine, left, site, state), known(machine, right, site, state)];
  if (one && other) return constant([...one.keys].every((key) => other.keys.has(key) === (relation === 'subset')));
  if (relation === 'subset' && one?.items.length === 0) return constant(true);
  const [member, ...others] = left.kind === 'sequence' && !left.open ? left.items : [];
  // `{key}.issubset(KEYS)`
  if (member && others.length === 0)
    return machine.compare(relation === 'subset' ? 'in' : 'not in', member, right, site, state);
  const found = [left, right].find((value) => value.kind === 'symbol' && value.ifTrue);
  if (found?.kind !== 'symbol' || (relation === 'subset' && found === left)) return undefined;
  const test = plainTest(
    `${identify(left)} ${relation} ${identify(right)}`,
    `${describe(left)} ${relation} ${describe(right)}`,
    [left, right],
  );
  const check = found.ifTrue ?? null;
  return relation === 'subset' ? { ...test, ifTrue: check } : { ...test, ifFalse: check };
}
