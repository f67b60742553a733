import { externalBases } from '../../semantics/calls/classes';
import type { ClassValue, ExternalValue } from '../../semantics/values/values';
import { adminFamily } from './flask-admin';
import { appBuilderFamily } from './flask-appbuilder';
import { classfulFamily } from './flask-classful';
import type { ViewFamily } from './view-objects';

const families: readonly (readonly [RegExp, ViewFamily])[] = [
  [/^flask_admin\./, adminFamily],
  [/^flask_appbuilder\./, appBuilderFamily],
  [/^flask_class(?:ful|y)\./, classfulFamily],
];

/** The library that a view class comes from. */
export function viewFamilyOf(type: ClassValue | ExternalValue): ViewFamily | undefined {
  for (const name of externalBases(type)) {
    const known = families.find(([pattern]) => pattern.test(name));
    if (known) return known[1];
  }
  return undefined;
}
