import type { Machine } from '../machine';
import { mayBeWrittenLater } from '../paths/relevance';
import { identify, type Value } from '../values/values';
import { findMember, hasMember } from './classes';

/** Whether a class or an object of one has an attribute, given what reading it gives; undefined where that is not known. */
export function hasAttribute(
  machine: Machine,
  subject: Value,
  name: string,
  found: Value | undefined,
): boolean | undefined {
  if (subject.kind === 'class') return hasMember(subject, name);
  if (subject.kind !== 'instance' || subject.class.kind !== 'class') return undefined;
  if (subject.attributes.has(name)) return true;
  // What nobody set is a value of which nothing is known.
  if (found?.kind !== 'symbol' || found.id !== `${identify(subject)}.${name}`) return undefined;
  const mayCome = findMember(subject.class, '__getattr__') ?? mayBeWrittenLater(machine, subject.class, name);
  return mayCome === false ? hasMember(subject.class, name) : undefined;
}
