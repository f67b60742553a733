/** What a walk of one module knows: its functions, and what the variables at one point of it hold. */
import type { Expression, FunctionDefinition, ModuleSyntax, Statement } from '../python/syntax';
import { bodiesOf } from '../python/syntax-children';
import type { Watched } from './flow';

/** Assigned variables by name: a watched value, null for what is known to be of no interest, undefined for the unknown. */
export type Variables = Map<string, Watched | null | undefined>;

/** Functions and methods of a module that a call by plain name, or on `self`, can mean; a name defined twice means none. */
export function functionsByName(module: ModuleSyntax): ReadonlyMap<string, FunctionDefinition> {
  const found = new Map<string, FunctionDefinition | null>();
  const collect = (body: readonly Statement[]): void => {
    for (const statement of body) {
      if (statement.kind === 'function') found.set(statement.name, found.has(statement.name) ? null : statement);
      collect(bodiesOf(statement));
    }
  };
  collect(module.body);
  return new Map([...found].flatMap(([name, one]) => (one ? [[name, one] as const] : [])));
}

/** What holds after either of two branches. */
export function joined(left: Variables, right: Variables): Variables {
  const both: Variables = new Map();
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const isHarmless = left.get(name) === null && right.get(name) === null;
    both.set(name, isHarmless ? null : (left.get(name) ?? right.get(name) ?? undefined));
  }
  return both;
}

/** Replaces what `variables` hold, so that whoever shares them sees it. */
export function replaceAll(variables: Variables, by: Variables): void {
  variables.clear();
  for (const [name, watched] of by) variables.set(name, watched);
}

/** The names that an assignment's target binds. */
export function boundNames(target: Expression): readonly string[] {
  if (target.kind === 'name') return [target.id];
  if (target.kind === 'starred') return boundNames(target.value);
  return target.kind === 'collection' ? target.items.flatMap(boundNames) : [];
}
