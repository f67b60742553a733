import { globalsSetBy } from '../flask/requests/request-globals';
import type { FunctionValue } from '../semantics/values/values';

/** Those of these attributes of `flask.g` that one of the functions sets: where they did not, nobody did. */
export function ownGlobals(
  functions: Iterable<FunctionValue['definition']>,
  names: ReadonlySet<string>,
): ReadonlySet<string> {
  const own = new Set<string>();
  for (const definition of functions) {
    if (definition.kind !== 'function') continue;
    for (const name of globalsSetBy(definition.body)) if (names.has(name)) own.add(name);
  }
  return own;
}
