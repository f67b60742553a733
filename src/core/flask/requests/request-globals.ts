import { makeCheck } from '../../semantics/expressions/checks';
import type { Machine, Site } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import { none, textOf, type CallArguments, type SymbolValue, type Value } from '../../semantics/values/values';
import { isMissing, missingAttribute } from '../../semantics/values/missing';
import type { RequestContext } from './request-context';
import { bodiesOf } from '../../python/syntax-children';
import type { Expression, Statement } from '../../python/syntax';
import { lastName } from '../../python/last-name';
import { memoByObject } from '../../text/memo-by-object';

/**
 * `g.user` where no path set it: missing where the function that asks sets it itself (`if "user" not in g: g.user = …`),
 * or other code on the request's way; or else what some extension put there. https://flask.palletsprojects.com/en/stable/appcontext/#storing-data
 */
export function readGlobal(name: string, context: RequestContext | null, site: Site): Value {
  const definition = site.frame.function?.definition;
  const isOwn = definition?.kind === 'function' && globalsSetBy(definition.body).has(name);
  return isOwn || context?.isOwnGlobal(name) === true
    ? missingAttribute({ kind: 'external', name: 'flask.g' }, name, site.location)
    : globalValue(name, site);
}

/** `g.get("user")`, with what stands for what is missing. */
export function getGlobal(
  machine: Machine,
  { positional: [name, fallback = none] }: CallArguments,
  site: Site,
  state: State,
): Value {
  const value = machine.attribute({ kind: 'external', name: 'flask.g' }, textOf(name) ?? '', site, state);
  return isMissing(value) ? fallback : value;
}

/** Names of `g` that statements assign, those inside of inner functions left out. */
export const globalsSetBy = memoByObject((body: readonly Statement[]): ReadonlySet<string> => {
  const names = new Set<string>();
  const visit = (statement: Statement): void => {
    if (statement.kind === 'function' || statement.kind === 'class') return;
    if (statement.kind === 'assign') for (const target of statement.targets) addGlobal(target, names);
    bodiesOf(statement).forEach(visit);
  };
  body.forEach(visit);
  return names;
});

function addGlobal(target: Expression, names: Set<string>): void {
  if (target.kind === 'attribute' && lastName(target.object) === 'g') names.add(target.name);
}

/** A value that nobody in the workspace set: some extension did, so a test of it cannot be read. */
function globalValue(name: string, site: Site): SymbolValue {
  const origin = {
    source: 'session',
    name: `g.${name}`,
    isCredential: /user|auth|ident|key|token|account|login|client|member/i.test(name),
  } as const;
  return {
    kind: 'symbol',
    id: `flask.g.${name}`,
    says: `g.${name}`,
    nature: 'identity',
    origins: [origin],
    optional: true,
    ifTrue: makeCheck('unverified', [origin], `g.${name} is tested, but what sets it cannot be read`, site, {
      isComparison: true,
    }),
  };
}
