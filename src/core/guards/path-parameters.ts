import { input } from '../flask/request';
import type { Site } from '../semantics/machine';
import type { Value } from '../semantics/values';

export function pathParameters(path: string): string[] {
  return [...path.matchAll(/<(?:[^<>:]+:)?([A-Za-z_]\w*)>/g)].map((match) => match[1] ?? '');
}

export function pathInput(name: string, site: Site): Value {
  return input({ source: 'path', name, isCredential: /token|secret|api_?key|signature/i.test(name) }, site, false);
}
