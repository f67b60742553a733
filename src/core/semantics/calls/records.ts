/** Objects of classes whose constructor Python writes: dataclasses, named tuples, models. */
import type { ClassDefinition } from '../../python/syntax';
import { raiseNamed } from '../expressions/raise';
import { childScope, evaluated, type Machine, type Outcome, type Site } from '../machine';
import type { State } from '../paths/state';
import { writeKey } from '../paths/variables';
import {
  choice,
  freshId,
  none,
  sequence,
  textOf,
  type CallArguments,
  type ClassValue,
  type InstanceValue,
  type Value,
} from '../values/values';
import { externalBases, findMember, linearize } from './classes';

/** Names that a class annotates, those of its bases first. https://docs.python.org/3/library/dataclasses.html */
export function fieldsOf(type: Value): readonly string[] {
  const annotated = linearize(type)
    .toReversed()
    .flatMap((entry) => (entry.kind === 'class' ? annotatedNames(entry.definition) : []));
  return [...new Set(annotated)];
}

function annotatedNames({ body }: ClassDefinition): readonly string[] {
  return body.flatMap((statement) => {
    const [target] = statement.kind === 'assign' && statement.annotation ? statement.targets : [];
    return target?.kind === 'name' ? [target.id] : [];
  });
}

/** Gives a new object the fields that its class's own constructor would set; defaults are found in the class. */
export function fillFields(created: InstanceValue, given: CallArguments): void {
  const names = fieldsOf(created.class);
  for (const [index, value] of given.positional.entries()) {
    const name = names[index];
    if (name !== undefined) created.attributes.set(name, value);
  }
  for (const [name, value] of given.keyword)
    if (names.includes(name) || findMember(created.class, name)) created.attributes.set(name, value);
}

/** Whether nothing but the class's own annotations makes its objects: what they are given stays in their fields. */
export function isPlainRecord(type: ClassValue): boolean {
  return externalBases(type).every((base) => base === namedTuple);
}

/** Items of a named tuple; undefined for any other object. https://docs.python.org/3/library/typing.html#typing.NamedTuple */
export function tupleItems(object: InstanceValue, state: State): readonly Value[] | undefined {
  if (!externalBases(object.class).includes(namedTuple)) return undefined;
  return fieldsOf(object.class).map(
    (name) =>
      state.writes?.get(writeKey(object.id, name)) ??
      object.attributes.get(name) ??
      findMember(object.class, name)?.member ??
      none,
  );
}

/** Members of an enumeration, which stand as their values; undefined for any other class. https://docs.python.org/3/library/enum.html */
export function enumerationMembers(type: ClassValue): readonly Value[] | undefined {
  if (!externalBases(type).some((base) => /^enum\.\w*Enum$/.test(base))) return undefined;
  return [...type.members].flatMap(([name, member]) =>
    name.startsWith('_') || ['function', 'class'].includes(member.kind) ? [] : [member],
  );
}

/** `Role(name)`: the member that has this value; ValueError where there is none. */
export function memberByValue(
  machine: Machine,
  members: readonly Value[],
  value: Value,
  site: Site,
  state: State,
): Outcome[] {
  const found = choice(members);
  if (!machine.forking) return evaluated(state, found);
  return machine
    .branch(machine.compare('in', value, sequence('tuple', members), site, state), state, site.location)
    .flatMap((side) =>
      side.truth ? evaluated(side.state, found) : raiseNamed(side.state, 'builtins.ValueError', site),
    );
}

const namedTuple = 'typing.NamedTuple';

/** `namedtuple("Client", "name key")` as the class that it makes. https://docs.python.org/3/library/collections.html#collections.namedtuple */
export function namedTupleClass(
  machine: Machine,
  given: CallArguments,
  site: Site,
  state: State,
): ClassValue | undefined {
  const [title, listed] = given.positional;
  const name = textOf(title);
  const words = textOf(listed)
    ?.split(/[\s,]+/)
    .filter(Boolean);
  const fields = words ?? (listed && machine.iterate(listed, site, state).items.flatMap((item) => textOf(item) ?? []));
  if (name === undefined || !fields || fields.length === 0) return undefined;
  const at = site.location.span;
  const span = { start: at.start, end: at.end };
  const body = fields.map((id) => ({
    kind: 'assign' as const,
    targets: [{ kind: 'name' as const, id, ...span }],
    value: null,
    annotation: { kind: 'unknown' as const, ...span },
    ...span,
  }));
  const scope = childScope(site.frame.scope, freshId(), true);
  const defaults = given.keyword.get('defaults');
  const values = defaults ? machine.iterate(defaults, site, state).items : [];
  values.forEach((value, index) => {
    scope.names.set(fields[fields.length - values.length + index] ?? '', value);
  });
  return {
    kind: 'class',
    id: freshId(),
    definition: { kind: 'class', name, nameSpan: span, bases: [], body, decorators: [], whole: span, ...span },
    scope,
    bases: [{ kind: 'external', name: namedTuple }],
    members: scope.names,
  };
}
