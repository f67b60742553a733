import { input } from '../flask/requests/request';
import type { Site } from '../semantics/machine';
import type { Value } from '../semantics/values/values';

interface PathParameter {
  readonly name: string;
  /** Empty for Flask's own default. */
  readonly converter: string;
}

/** The parameters of a rule, in order. */
export function pathParameters(path: string): PathParameter[] {
  return [...path.matchAll(/<(?:([^<>:]+):)?([A-Za-z_]\w*)>/g)].map((match) => ({
    name: match[2] ?? '',
    converter: (match[1] ?? '').replace(/\(.*/s, ''),
  }));
}

/** The path until its first parameter, whose `<` ends it. */
export function fixedPath(path: string): string {
  return /^[^<]*<?/.exec(path)?.[0] ?? '';
}

/** These match at least one character. https://werkzeug.palletsprojects.com/en/stable/routing/#built-in-converters */
const neverEmpty = new Set(['', 'default', 'string', 'path', 'any', 'uuid']);

/** What the caller put into the URL. */
export function pathInput({ name, converter }: PathParameter, site: Site): Value {
  const isCredential = /token|secret|api_?key|signature/i.test(name);
  const given = input({ source: 'path', name, isCredential }, site);
  return neverEmpty.has(converter) ? { ...given, isTruthy: true, mayBeEmpty: false } : given;
}
