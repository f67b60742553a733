/** What names stand for: the values that a module assigns to them, in the function that uses the name or at its top. */
import { memoByObject } from '../text/memo-by-object';
import type { Expression, FunctionDefinition, ModuleSyntax } from './syntax';
import { visitModule } from './visit';

/** All values that a name may have where it is used; an expression that is no such name stands for itself. */
export type NamedValues = (node: Expression, inside: FunctionDefinition | null) => readonly Expression[];

/** What the names of a module stand for. */
export const namedValues = memoByObject((module: ModuleSyntax): NamedValues => {
  const values = new Map<string, Expression[]>();
  const keyOf = (name: string, inside: FunctionDefinition | null): string => `${inside?.start ?? ''} ${name}`;
  visitModule(module, (node, around) => {
    // An attribute of a class is no variable.
    if (around.class && !around.function) return;
    if (node.kind !== 'assign' || !node.value) return;
    for (const target of node.targets) {
      if (target.kind !== 'name') continue;
      const key = keyOf(target.id, around.function);
      values.set(key, [...(values.get(key) ?? []), node.value]);
    }
  });
  return (node, inside) => {
    if (node.kind !== 'name') return [node];
    const own = inside ? values.get(keyOf(node.id, inside)) : undefined;
    if (own || inside?.parameters.some(({ name }) => name === node.id)) return own ?? [node];
    return values.get(keyOf(node.id, null)) ?? [node];
  };
});
