import { findMember } from '../calls/classes';
import { evaluated, then, type Machine, type Outcome, type Site } from '../machine';
import type { State } from '../paths/state';
import { type Value } from '../values/values';
import { noArguments } from '../values/call-arguments';

/**
 * What `for` goes through: an object's `__iter__` is called, and a generator's code runs now.
 * https://docs.python.org/3/reference/datamodel.html#object.__iter__
 */
export function startIteration(machine: Machine, source: Value, site: Site, state: State): Outcome[] {
  if (source.kind === 'native' && source.name === 'generator' && source.data[0])
    return machine.call(source.data[0], source.arguments ?? noArguments, site, state);
  if (source.kind !== 'instance') return evaluated(state, source);
  if (findMember(source.class, '__iter__')?.member.kind !== 'function') return evaluated(state, source);
  const method = machine.attribute(source, '__iter__', site, state);
  return then(machine.call(method, noArguments, site, state), (items, path) =>
    items.kind === 'instance' ? evaluated(path, items) : startIteration(machine, items, site, path),
  );
}
