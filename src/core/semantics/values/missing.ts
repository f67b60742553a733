import type { Location } from '../../text/span';
import { constant, type NativeFunction, type Value } from './values';

/** Stands for an attribute that an object certainly has not. */
export function missingAttribute(object: Value, name: string, location: Location): NativeFunction {
  return { kind: 'native', name: 'missing', data: [object, constant(name)], location };
}

/** Whether it does. */
export function isMissing(value: Value): boolean {
  return value.kind === 'native' && value.name === 'missing';
}

/** Whether a value is None and nothing else. */
export function isNone(value: Value): boolean {
  return value.kind === 'constant' && value.value === null;
}
