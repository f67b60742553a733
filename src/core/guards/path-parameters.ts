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

/** What is the same for all requests: the path until its first parameter, `<`, and what follows the last one. */
export function fixedPath(path: string): string {
  return path.replace(/<.*>/s, '<');
}

/** These match at least one character. https://werkzeug.palletsprojects.com/en/stable/routing/#built-in-converters */
const neverEmpty = new Set(['', 'default', 'string', 'path', 'any', 'uuid']);

/** What the caller put into the URL. */
export function pathInput({ name, converter }: PathParameter, site: Site): Value {
  const isCredential = /token|secret|api_?key|signature/i.test(name);
  const given = input({ source: 'path', name, isCredential }, site);
  return neverEmpty.has(converter) ? { ...given, isTruthy: true, mayBeEmpty: false } : given;
}
