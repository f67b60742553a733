import type { State } from './state';
import { writeKey } from './variables';
import { identify, type NativeFunction, type Value } from '../values/values';

/** Sets an attribute of an object, on this path only while routes are judged. */
export function writeAttribute(object: Value, name: string, result: Value, state: State): void {
  const id =
    object.kind === 'instance' || object.kind === 'function' || object.kind === 'class'
      ? object.id
      : object.kind === 'decorated'
        ? object.id
        : identify(object);
  if (state.writes !== null) {
    state.writes.set(writeKey(id, name), result);
    return;
  }
  if (object.kind === 'instance' || object.kind === 'function') object.attributes.set(name, result);
  else if (object.kind === 'class') object.members.set(name, result);
  else if (object.kind === 'decorated') writeAttribute(object.inner, name, result, state);
  else if (object.kind === 'native') attributesOf(object).set(name, result);
}

const attributes = new WeakMap<NativeFunction, Map<string, Value>>();

/** What the code put onto a function of a library, e.g. onto a class view. */
export function attributesOf(object: NativeFunction): Map<string, Value> {
  const known = attributes.get(object) ?? new Map<string, Value>();
  attributes.set(object, known);
  return known;
}
