/** What sets have in common: operators and methods of the same meaning. https://docs.python.org/3/library/stdtypes.html#set */
import { describe, isInput, negate, plainTest } from './checks';
import type { Machine, Site } from '../machine';
import type { State } from '../paths/state';
import { constant, identify, keyOf, sequence, type Value } from '../values/values';
import { isOfCredential } from '../values/credential-check';

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
  const only = onlyMember(left);
  // `{key} - KEYS`: as true as what is left of it.
  const isOnlyIn = only && machine.compare(operator === '&' ? 'in' : 'not in', only, right, site, state);
  if (isOnlyIn?.kind === 'constant' || (only && isInput(only))) return isOnlyIn;
  if (!one || one.items.length === 0 || right.kind !== 'symbol') return undefined;
  const sent =
    right.container === undefined || operator === '&' ? undefined : allIn(machine, one.items, right, site, state);
  if (sent) return negate(sent);
  if (!right.ifTrue) return undefined;
  // Something is wanted: only who was found has been granted it.
  const test = plainTest(
    `${identify(left)} ${operator} ${identify(right)}`,
    `${describe(left)} ${operator} ${right.says}`,
    [left, right],
  );
  return operator === '-' ? { ...test, ifFalse: right.ifTrue } : { ...test, ifTrue: right.ifTrue };
}

/** `{"key", "user"} <= request.args.keys()`: all the fields were sent, which proves as much as the best of them. */
function allIn(machine: Machine, items: readonly Value[], fields: Value, site: Site, state: State): Value | undefined {
  const tests = items.map((item) => machine.compare('in', item, fields, site, state));
  const checks = tests.flatMap((test) => (test.kind === 'symbol' && test.ifTrue ? [test.ifTrue] : []));
  const [best] = checks.toSorted((left, right) => Number(isOfCredential(right)) - Number(isOfCredential(left)));
  const id = tests.map(identify).join(' and ');
  return best && { ...plainTest(id, 'all of the fields were sent', [fields]), ifTrue: best };
}

/** The one member of a collection that has no other. */
function onlyMember(value: Value): Value | undefined {
  return value.kind === 'sequence' && !value.open && value.items.length === 1 ? value.items[0] : undefined;
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
  if (relation === 'subset' && one && right.kind === 'symbol' && right.container !== undefined)
    return allIn(machine, one.items, right, site, state);
  const member = onlyMember(left);
  // `{key}.issubset(KEYS)`
  if (member) return machine.compare(relation === 'subset' ? 'in' : 'not in', member, right, site, state);
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
